;; (1 + 2) * (10 - 4), written in both ways: the
;; machine gets the same instructions from both.
(module
  ;; Flat: in the order in which they run.
  (func (export "flat") (result i32)
    i32.const 1
    i32.const 2
    i32.add
    i32.const 10
    i32.const 4
    i32.sub
    i32.mul)

  ;; Folded: each instruction around its operands,
  ;; which run first, from left to right.
  (func (export "folded") (result i32)
    (i32.mul
      (i32.add (i32.const 1) (i32.const 2))
      (i32.sub (i32.const 10) (i32.const 4)))))
