(module
  (global $g i32 (i64.const 1)))
