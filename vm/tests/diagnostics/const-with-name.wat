(module
  (func (param $x i32) (result i32)
    (i32.const $x)))
