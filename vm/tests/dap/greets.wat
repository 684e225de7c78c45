(module
  (import "console" "log" (func $log (param i32)))
  (func $begin (call $log (i32.const 7)))
  (start $begin)
  (func (export "twice") (param i32) (result i32)
    (i32.shl (local.get 0) (i32.const 1))))
