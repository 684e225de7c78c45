(module
  (global $g i32 5))
