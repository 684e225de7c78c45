(module
  (func (param $x int)))
