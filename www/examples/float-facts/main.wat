;; What floating-point numbers do that numbers on
;; paper do not.
(module
  (import "console" "log" (func $log (param f64)))

  ;; Neither 0.1 nor 0.2 is a sum of powers of two.
  (func $add (export "add")
    (param $a f64) (param $b f64) (result f64)
    (f64.add (local.get $a) (local.get $b)))

  ;; Is $a + $b - $b still $a?
  (func (export "absorbs")
    (param $a f64) (param $b f64) (result i32)
    (f64.ne
      (f64.sub
        (call $add (local.get $a) (local.get $b))
        (local.get $b))
      (local.get $a)))

  ;; Sign, exponent and fraction of a number.
  (func (export "parts") (param $x f64)
    (result i64 i64 i64)
    (local $bits i64)
    (local.set $bits
      (i64.reinterpret_f64 (local.get $x)))
    (i64.shr_u (local.get $bits) (i64.const 63))
    ;; 0 and 2047 are special: for tiny numbers and
    ;; 0, infinity and NaN. 1023 is for 2 to the 0.
    (i64.and
      (i64.shr_u
        (local.get $bits) (i64.const 52))
      (i64.const 2047))
    (i64.and
      (local.get $bits)
      (i64.const 0xfffffffffffff)))

  (func (export "main")
    (local $nan f64)
    (call $log
      (call $add (f64.const 0.1) (f64.const 0.2)))
    ;; A float has 53 bits: this 1 is lost.
    (call $log
      (call $add (f64.const 0x1p53) (f64.const 1)))
    ;; An f32 has 24; widening does not mend it.
    (call $log (f64.promote_f32 (f32.const 0.1)))
    ;; There are two zeros; one division tells.
    (call $log
      (f64.div (f64.const 1) (f64.const -0)))
    ;; Nothing is equal to NaN, not even itself.
    (local.set $nan
      (f64.div (f64.const 0) (f64.const 0)))
    (call $log (local.get $nan))
    (call $log
      (f64.convert_i32_s
        (f64.eq
          (local.get $nan) (local.get $nan))))
    ;; A half goes to the even neighbour.
    (call $log (f64.nearest (f64.const 2.5)))
    (call $log (f64.nearest (f64.const 3.5)))))
