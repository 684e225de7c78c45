(module
  (import "console" "log" (func $log (param i32)))
  (memory 1)
  (func $spin (export "main") (local $i i32)
    (call $log (i32.const 7))
    (loop $again
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $again))))
