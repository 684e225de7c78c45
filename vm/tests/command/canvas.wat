;; Asks for what cannot be, and presents nothing.
(module
  (import "canvas" "size" (func $size (param i32 i32)))
  (import "canvas" "present" (func $present (param i32)))
  (import "canvas" "key" (func $key (result i32)))
  (memory 1)
  (func (export "main") (result i32)
    (call $present (i32.const 0))
    (call $size (i32.const 5000) (i32.const 1))
    (call $size (i32.const 256) (i32.const 64))
    (call $present (i32.const 4))
    (call $key)))
