(module
  (func $f (result i32) (i32.const 1))
  (func (result i32) (local.get $f)))
