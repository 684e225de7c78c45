;; Locals are the variables of a call: first the
;; parameters, then others, which begin at zero.
(module
  ;; The square of a sum: the sum is needed twice.
  (func (export "square")
    (param $a i32) (param $b i32) (result i32)
    (local $sum i32)
    local.get $a
    local.get $b
    i32.add
    local.tee $sum   ;; writes it and leaves it
    local.get $sum   ;; a copy
    i32.mul)

  ;; Two at once: what is on the stack waits there.
  (func (export "swap")
    (param $a i32) (param $b i32) (result i32 i32)
    local.get $a
    local.get $b
    local.set $a     ;; takes what was $b
    local.set $b     ;; takes what was $a
    local.get $a
    local.get $b))
