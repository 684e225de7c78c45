(module
  (func (local x i32)))
