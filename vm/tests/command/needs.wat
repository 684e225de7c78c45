(module
  (import "math" "double" (func $double (param i32) (result i32)))
  (import "math" "base" (global $base i32))
  (func (export "main") (result i32)
    (i32.add (call $double (i32.const 20)) (global.get $base))))
