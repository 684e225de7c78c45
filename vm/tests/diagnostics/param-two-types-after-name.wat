(module
  (func (param $a i32 i32)))
