;; The greatest number that divides both, as Euclid
;; found it: by taking the smaller from the larger.
(module
  (func (export "subtract")
    (param $a i32) (param $b i32) (result i32)
    (loop $again
      (if (i32.gt_u (local.get $a) (local.get $b))
        (then
          (local.set $a
            (i32.sub
              (local.get $a)
              (local.get $b)))
          (br $again)))
      (if (i32.lt_u (local.get $a) (local.get $b))
        (then
          (local.set $b
            (i32.sub
              (local.get $b)
              (local.get $a)))
          (br $again))))
    ;; Neither is larger: this is it.
    (local.get $a))

  ;; A division does all subtractions in a row at
  ;; once; what it leaves over is the next divisor.
  (func (export "divide")
    (param $a i32) (param $b i32) (result i32)
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $b)))
        local.get $b   ;; waits: it is the next $a
        (local.set $b
          (i32.rem_u
            (local.get $a)
            (local.get $b)))
        local.set $a
        (br $again)))
    (local.get $a)))
