(module
  (global $g mut i32 (i32.const 1)))
