(module
  (import "console" "log" (func $log (param i32)))
  (func $init (call $log (i32.const 7)))
  (start $init))
