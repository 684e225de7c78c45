;; What can be done with bits alone, without a loop
;; or with a short one.
(module
  ;; x - 1 turns the lowest 1 of x into 0, and all
  ;; below it into 1: what is left of both is x
  ;; without its lowest 1.
  (func $drop-lowest (param $x i32) (result i32)
    (i32.and
      (local.get $x)
      (i32.sub (local.get $x) (i32.const 1))))

  ;; A power of two has a single 1.
  (func (export "is-power") (param $x i32)
    (result i32)
    (i32.and
      (i32.eqz
        (call $drop-lowest (local.get $x)))
      (i32.ne (local.get $x) (i32.const 0))))

  ;; As many turns as there are ones; i32.popcnt
  ;; does it in one step.
  (func (export "ones") (param $x i32)
    (result i32)
    (local $count i32)
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $x)))
        (local.set $x
          (call $drop-lowest (local.get $x)))
        (local.set $count
          (i32.add
            (local.get $count) (i32.const 1)))
        (br $again)))
    (local.get $count))

  ;; -x is the complement of x, plus 1: only the
  ;; lowest 1 is a 1 in both.
  (func (export "lowest") (param $x i32)
    (result i32)
    (i32.and
      (local.get $x)
      (i32.sub (i32.const 0) (local.get $x))))

  ;; The next power of two, or x if it is one.
  (func (export "round-up") (param $x i32)
    (result i32)
    (i32.shl
      (i32.const 1)
      (i32.sub
        (i32.const 32)
        (i32.clz
          (i32.sub
            (local.get $x) (i32.const 1))))))

  ;; The mean without a sum that could overflow:
  ;; what both have, and half of what one has.
  (func (export "mean")
    (param $a i32) (param $b i32) (result i32)
    (i32.add
      (i32.and (local.get $a) (local.get $b))
      (i32.shr_u
        (i32.xor (local.get $a) (local.get $b))
        (i32.const 1))))

  ;; Without a branch: all ones if x is negative,
  ;; else all zeros, turns x around or leaves it.
  (func (export "absolute") (param $x i32)
    (result i32)
    (local $sign i32)
    (local.set $sign
      (i32.shr_s (local.get $x) (i32.const 31)))
    (i32.sub
      (i32.xor (local.get $x) (local.get $sign))
      (local.get $sign))))
