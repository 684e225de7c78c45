;; Sorts the letters of a word: neighbours in the
;; wrong order change places, until none are.
(module
  (import "env" "print"
    (func $print
      (param $at i32) (param $length i32)))
  (memory (export "memory") 1)
  (global $word i32 (i32.const 16))
  (data (i32.const 16) "bubbles")

  (func (export "sort") (param $length i32)
    (local $at i32)
    (local $last i32)
    (local $swapped i32)
    ;; Where the last letter stands.
    (local.set $last
      (i32.sub
        (i32.add
          (global.get $word)
          (local.get $length))
        (i32.const 1)))
    (loop $pass
      (local.set $swapped (i32.const 0))
      (local.set $at (global.get $word))
      (loop $pair
        (if
          (i32.lt_u
            (local.get $at)
            (local.get $last))
          (then
            (if (call $wrong (local.get $at))
              (then
                (call $swap (local.get $at))
                (local.set $swapped
                  (i32.const 1))))
            (local.set $at
              (i32.add
                (local.get $at)
                (i32.const 1)))
            (br $pair))))
      (br_if $pass (local.get $swapped)))
    (call $print
      (global.get $word)
      (local.get $length)))

  ;; Whether this letter comes after the next one.
  (func $wrong (param $at i32) (result i32)
    (i32.gt_u
      (i32.load8_u (local.get $at))
      (i32.load8_u offset=1 (local.get $at))))

  ;; Both letters are read before one is written.
  (func $swap (param $at i32)
    (local.get $at)
    (i32.load8_u offset=1 (local.get $at))
    (local.get $at)
    (i32.load8_u (local.get $at))
    i32.store8 offset=1
    i32.store8))
