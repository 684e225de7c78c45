(module
  (func
    (block (block (result i32)
      (br_table 0 1 (i32.const 1) (i32.const 0)))
      drop)))
