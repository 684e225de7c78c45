(module
  (func (result i32) (local.get 99999999999)))
