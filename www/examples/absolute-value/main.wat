;; The absolute value of a number, in three ways:
;; with a branch, by choosing, and with bits alone.
(module
  ;; Runs one of two arms.
  (func (export "if") (param $x i32) (result i32)
    (if (result i32)
      (i32.lt_s (local.get $x) (i32.const 0))
      (then (i32.sub (i32.const 0) (local.get $x)))
      (else (local.get $x))))

  ;; Computes both and drops one: the second, or
  ;; the first if the condition, the last, is zero.
  (func (export "select")
    (param $x i32) (result i32)
    (select
      (i32.sub (i32.const 0) (local.get $x))
      (local.get $x)
      (i32.lt_s (local.get $x) (i32.const 0))))

  ;; The sign, spread over all bits, is 0 or -1;
  ;; (x xor -1) - (-1) is -x.
  (func (export "bits") (param $x i32) (result i32)
    (local $sign i32)
    (local.set $sign
      (i32.shr_s (local.get $x) (i32.const 31)))
    (i32.sub
      (i32.xor (local.get $x) (local.get $sign))
      (local.get $sign))))
