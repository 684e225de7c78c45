;; Two memories: the same address twice, and every
;; instruction says which of them it means.
(module
  (import "env" "print"
    (func $print
      (param $at i32) (param $length i32)))
  ;; The host reads what is in this one.
  (memory $open (export "memory") 1)
  ;; Nobody outside can reach this one.
  (memory $vault 1)
  (data (memory $open) (i32.const 16)
    "nothing here")
  (data (memory $vault) (i32.const 16)
    "Uryyb, inhyg")
  (global $length i32 (i32.const 12))

  (func $show
    (call $print
      (i32.const 16)
      (global.get $length)))

  ;; Out of one memory, into the other.
  (func (export "copy")
    (call $show)
    (memory.copy $open $vault
      (i32.const 16)
      (i32.const 16)
      (global.get $length))
    (call $show))

  ;; As copy, but each letter is turned on its way
  ;; by 13, half of the alphabet.
  (func (export "decode")
    (local $at i32)
    (loop $next
      (i32.store8 $open offset=16
        (local.get $at)
        (call $turn
          (i32.load8_u $vault offset=16
            (local.get $at))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $at)
          (global.get $length))))
    (call $show))

  (func $turn (param $byte i32) (result i32)
    (local $letter i32)
    ;; 0 to 25, whether large or small.
    (local.set $letter
      (i32.sub
        (i32.or (local.get $byte) (i32.const 32))
        (i32.const 97)))
    (if (i32.gt_u
          (local.get $letter)
          (i32.const 25))
      (then (return (local.get $byte))))
    (i32.add
      (local.get $byte)
      (select
        (i32.const 13)
        (i32.const -13)
        (i32.lt_u
          (local.get $letter)
          (i32.const 13))))))
