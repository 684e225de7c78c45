(module
  (func (result i32)
    return))
