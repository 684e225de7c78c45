(module
  (import "math" "twice" (func $twice (param i32) (result i32)))
  (func (export "main") (param $n i32) (result i32)
    (call $twice (local.get $n))))
