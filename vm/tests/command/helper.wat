(module
  (import "math" "double" (func $double (param i32) (result i32)))
  (import "console" "log" (func $log (param i32)))
  (global $begun (mut i32) (i32.const 0))
  (func $begin
    (global.set $begun (call $double (i32.const 50)))
    (call $log (global.get $begun)))
  (func (export "next") (param $x i32) (result i32)
    (i32.add (call $double (local.get $x)) (global.get $begun)))
  (start $begin))
