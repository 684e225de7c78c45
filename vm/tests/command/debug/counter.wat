;; A counter that other modules use, with what only they can see to go wrong.
(module
  (import "console" "log" (func $log (param i32)))
  (memory $notes 1)
  (global $count (export "count") (mut i32) (i32.const 0))
  (func $add (export "add") (param $by i32) (result i32)
    (local $new i32)
    (local.set $new (i32.add (global.get $count) (local.get $by)))
    (global.set $count (local.get $new))
    (i32.store (i32.const 8) (local.get $new))
    (call $log (local.get $new))
    (local.get $new))
  (func $clear (export "clear")
    (global.set $count (i32.const 0))))
