(module
  (table 1 i32))
