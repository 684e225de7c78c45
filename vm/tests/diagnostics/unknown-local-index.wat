(module
  (func (param i32) (local i32)
    (local.set 2 (i32.const 1))))
