(module
  (func (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i64.const 1)) (else (i32.const 1)))))
