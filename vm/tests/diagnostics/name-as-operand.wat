(module
  (func (param $x i32) (result i32)
    (i32.add $x (i32.const 1))))
