(module
  ;; How many of $n by $n points do not leave the circle in 64 rounds: f64 in locals.
  (func (export "run") (param $n i32) (result i32)
    (local $i i32) (local $j i32) (local $round i32) (local $inside i32)
    (local $cx f64) (local $cy f64) (local $x f64) (local $y f64) (local $xx f64) (local $yy f64)
    (loop $rows
      (local.set $cy (f64.sub (f64.div (f64.mul (f64.convert_i32_s (local.get $i)) (f64.const 2))
        (f64.convert_i32_s (local.get $n))) (f64.const 1)))
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $cx (f64.sub (f64.div (f64.mul (f64.convert_i32_s (local.get $j)) (f64.const 3))
          (f64.convert_i32_s (local.get $n))) (f64.const 2)))
        (local.set $x (f64.const 0))
        (local.set $y (f64.const 0))
        (local.set $round (i32.const 64))
        (block $out
          (loop $again
            (local.set $xx (f64.mul (local.get $x) (local.get $x)))
            (local.set $yy (f64.mul (local.get $y) (local.get $y)))
            (br_if $out (f64.gt (f64.add (local.get $xx) (local.get $yy)) (f64.const 4)))
            (local.set $y (f64.add (f64.mul (f64.add (local.get $x) (local.get $x)) (local.get $y))
              (local.get $cy)))
            (local.set $x (f64.add (f64.sub (local.get $xx) (local.get $yy)) (local.get $cx)))
            (br_if $again (local.tee $round (i32.sub (local.get $round) (i32.const 1)))))
          (local.set $inside (i32.add (local.get $inside) (i32.const 1))))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $columns (i32.lt_u (local.get $j) (local.get $n))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_u (local.get $i) (local.get $n))))
    (local.get $inside)))
