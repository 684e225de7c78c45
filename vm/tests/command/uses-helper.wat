(module
  (import "helper" "next" (func $next (param i32) (result i32)))
  (func (export "main") (param $x i32) (result i32)
    (call $next (local.get $x))))
