(module
  ;; Nothing but $n calls of a function of two parameters and a local.
  (func $middle (param $a i32) (param $b i32) (result i32) (local $sum i32)
    (local.set $sum (i32.add (local.get $a) (local.get $b)))
    (i32.shr_u (local.get $sum) (i32.const 1)))
  (func (export "run") (param $n i32) (result i32)
    (local $x i32)
    (loop $again
      (local.set $x (call $middle (local.get $x) (local.get $n)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $x)))
