(module quote
  "(func (result i32))")
