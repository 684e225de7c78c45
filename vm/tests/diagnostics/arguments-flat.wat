(module
  (func $f (param i32 i32))
  (func (call $f 1 2)))
