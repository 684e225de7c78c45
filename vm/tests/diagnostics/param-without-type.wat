(module
  (func (param $x) (result i32)
    (local.get $x)))
