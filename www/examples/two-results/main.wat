;; A function may have several results, and a block
;; may take parameters: both stay on the stack.
(module
  (import "console" "log" (func $log (param i32)))

  ;; The quotient, and above it the remainder.
  (func $divide (export "divide")
    (param $a i32) (param $b i32)
    (result i32 i32)
    (i32.div_u (local.get $a) (local.get $b))
    (i32.rem_u (local.get $a) (local.get $b)))

  ;; Hours, minutes and seconds: what is left over
  ;; by one call is an operand of the next.
  (func (export "time")
    (param $seconds i32) (result i32 i32 i32)
    local.get $seconds
    i32.const 3600
    call $divide
    i32.const 60
    call $divide)

  ;; The digits of a number, from the last one on.
  ;; Each turn of the loop finds it on the stack.
  (func (export "digits") (param $n i32)
    local.get $n
    loop $again (param i32)
      i32.const 10
      call $divide
      call $log       ;; the remainder
      local.tee $n    ;; the quotient
      local.get $n
      br_if $again    ;; takes one, carries one
      drop
    end))
