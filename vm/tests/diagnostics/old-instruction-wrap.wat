(module
  (func (param i64) (result i32)
    (i32.wrap/i64 (local.get 0))))
