;; Smaller letters to the left, larger ones to the
;; right, and then both sides in the same way.
(module
  (import "env" "print"
    (func $print (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "sphinxofblackquartz")

  (func (export "main")
    (call $sort (i32.const 16) (i32.const 34))
    (call $print (i32.const 16) (i32.const 19)))

  ;; Sorts the bytes from one address to another,
  ;; both included.
  (func $sort (export "sort")
    (param $from i32) (param $to i32)
    (local $pivot i32)
    (if (i32.ge_u
          (local.get $from) (local.get $to))
      (then (return)))  ;; nothing, or one
    (local.set $pivot
      (call $part
        (local.get $from) (local.get $to)))
    (call $sort
      (local.get $from)
      (i32.sub (local.get $pivot) (i32.const 1)))
    (call $sort
      (i32.add (local.get $pivot) (i32.const 1))
      (local.get $to)))

  ;; Brings what is smaller than the last byte to
  ;; the left of it; tells where that byte is then.
  (func $part
    (param $from i32) (param $to i32)
    (result i32)
    (local $at i32)
    (local.set $at (local.get $from))
    (loop $next
      ;; All before $from are smaller.
      (if (i32.lt_u
            (i32.load8_u (local.get $at))
            (i32.load8_u (local.get $to)))
        (then
          (call $swap
            (local.get $at) (local.get $from))
          (local.set $from
            (i32.add
              (local.get $from) (i32.const 1)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $at) (local.get $to))))
    (call $swap (local.get $from) (local.get $to))
    (local.get $from))

  (func $swap (param $a i32) (param $b i32)
    (local $byte i32)
    (local.set $byte
      (i32.load8_u (local.get $a)))
    (i32.store8
      (local.get $a)
      (i32.load8_u (local.get $b)))
    (i32.store8
      (local.get $b) (local.get $byte))))
