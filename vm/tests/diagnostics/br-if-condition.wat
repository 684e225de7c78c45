(module
  (func
    (block (br_if 0 (i64.const 1)))))
