(module
  (func (result i32)
    (i32.add 1 2)))
