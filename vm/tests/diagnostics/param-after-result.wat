(module
  (func (result i32) (param i32)
    (local.get 0)))
