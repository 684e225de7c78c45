(module
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func (result i32) (call $twice (i32.const 1) (i32.const 2))))
