(module
  (import "console" "log" (func $log (param i32)))
  (memory $bytes (export "memory") 1)
  (table $shapes 3 funcref)
  (elem (i32.const 1) $square)
  (global $total (mut i32) (i32.const 0))
  (global $first i32 (i32.const 1))
  (data (i32.const 16) "Hello")

  ;; x * x
  (func $square (param $x i32) (result i32)
    (i32.mul (local.get $x) (local.get $x)))

  ;; 1 * 1 + 2 * 2 + … + n * n
  (func $squares (export "squares") (param $n i32) (result i32)
    (local $i i32)
    (loop $again
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (global.set $total
        (i32.add (global.get $total) (call $square (local.get $i))))
      (i32.store (i32.const 64) (global.get $total))
      (call $log (global.get $total))
      (br_if $again (i32.lt_s (local.get $i) (local.get $n))))
    (global.get $total)))
