(module
  (func (export "main") (result i32)
    (i32.add (i32.const 1) (i64.const 2)))
  (func $other (result f32)
    (i32.const 1)))
