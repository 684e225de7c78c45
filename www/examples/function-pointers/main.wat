;; A table holds functions. call_indirect calls
;; the one at an index, after checking its type.
(module
  (type $binary
    (func (param i32 i32) (result i32)))
  (table $operations 5 funcref)
  (elem (table $operations) (i32.const 0)
    func $add $subtract $multiply $negate)

  (func $add (type $binary)
    (i32.add (local.get 0) (local.get 1)))
  (func $subtract (type $binary)
    (i32.sub (local.get 0) (local.get 1)))
  (func $multiply (type $binary)
    (i32.mul (local.get 0) (local.get 1)))
  ;; Of another type: it takes one number only.
  (func $negate (param i32) (result i32)
    (i32.sub (i32.const 0) (local.get 0)))

  (func $apply (export "apply")
    (param $which i32)
    (param $a i32) (param $b i32)
    (result i32)
    (call_indirect $operations (type $binary)
      (local.get $a)
      (local.get $b)
      (local.get $which)))

  ;; Lets the first place hold another function,
  ;; then calls what is there.
  (func (export "replace")
    (param $by i32)
    (param $a i32) (param $b i32)
    (result i32)
    (table.set $operations
      (i32.const 0)
      (table.get $operations (local.get $by)))
    (call $apply
      (i32.const 0)
      (local.get $a)
      (local.get $b))))
