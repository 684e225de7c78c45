(module
  (func $f (param i32 f64))
  (func (call $f (i32.const 1) (i32.const 2))))
