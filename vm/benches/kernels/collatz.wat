(module
  ;; The most steps that a number below $n takes to come to 1: i64, branches.
  (func (export "run") (param $n i32) (result i32)
    (local $i i32) (local $x i64) (local $steps i32) (local $most i32)
    (local.set $i (i32.const 1))
    (loop $numbers
      (local.set $x (i64.extend_i32_u (local.get $i)))
      (local.set $steps (i32.const 0))
      (block $done
        (loop $step
          (br_if $done (i64.le_u (local.get $x) (i64.const 1)))
          (if (i64.eqz (i64.and (local.get $x) (i64.const 1)))
            (then (local.set $x (i64.shr_u (local.get $x) (i64.const 1))))
            (else (local.set $x (i64.add (i64.mul (local.get $x) (i64.const 3)) (i64.const 1)))))
          (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
          (br $step)))
      (if (i32.gt_u (local.get $steps) (local.get $most))
        (then (local.set $most (local.get $steps))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $numbers (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $most)))
