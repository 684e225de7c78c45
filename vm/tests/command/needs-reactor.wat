(module
  (import "reactor" "ready" (func $ready (result i32)))
  (func (export "main") (result i32) (call $ready)))
