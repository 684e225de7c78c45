(module
  (global $x (mut i32) (i32.const 0))
  (func (local.set $x (i32.const 1))))
