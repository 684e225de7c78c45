(module
  ;; How many numbers there are, and the numbers.
  (memory 1)
  (data (i32.const 0) "\05\00\00\00" "\06\00\00\00\09\00\00\00\07\00\00\00\10\00\00\00\0c\00\00\00")

  ;; Subtracts $by from each number, the last one first.
  (func $shift (param $by i32) (local $i i32) (local $at i32)
    (local.set $i (i32.load (i32.const 0)))
    (loop $next
      (local.set $at (i32.mul (local.get $i) (i32.const 4)))
      (i32.store (local.get $at)
        (i32.sub (i32.load (local.get $at)) (local.get $by)))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (br_if $next (i32.ge_s (local.get $i) (i32.const 0)))))

  (func $sum (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const 5))
    (loop $next
      (local.set $sum (i32.add (local.get $sum)
        (i32.load (i32.mul (local.get $i) (i32.const 4)))))
      (br_if $next
        (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (local.get $sum))

  ;; The average of the numbers less five.
  (func $average (export "main") (result i32)
    (call $shift (i32.const 5))
    (i32.div_s (call $sum) (i32.load (i32.const 0)))))
