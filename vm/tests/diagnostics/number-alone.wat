(module
  (func (result i32)
    42))
