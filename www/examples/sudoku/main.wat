;; Tries digits cell by cell, and takes back what
;; leads nowhere.
(module
  (import "env" "print"
    (func $print (param i32 i32)))
  (memory (export "memory") 1)
  ;; Nine lines of nine digits; a dot is empty.
  (data (i32.const 64)
    "73..86.4.\0a"
    ".4.1....5\0a"
    ".85.4.7..\0a"
    "..3.2.1.4\0a"
    ".7.....2.\0a"
    "9.8.7.5..\0a"
    "..7.9.41.\0a"
    "8....4.5.\0a"
    ".1.75..96\0a")

  ;; Which digits a row, a column or a square has,
  ;; a bit for each: from 256, 320 and 384 on.
  (func $row (param $cell i32) (result i32)
    (i32.add
      (i32.const 256)
      (i32.shl
        (i32.div_u
          (local.get $cell) (i32.const 10))
        (i32.const 2))))
  (func $column (param $cell i32) (result i32)
    (i32.add
      (i32.const 320)
      (i32.shl
        (i32.rem_u
          (local.get $cell) (i32.const 10))
        (i32.const 2))))
  (func $square (param $cell i32) (result i32)
    (i32.add
      (i32.const 384)
      (i32.shl
        (i32.add
          (i32.mul
            (i32.div_u
              (local.get $cell) (i32.const 30))
            (i32.const 3))
          (i32.div_u
            (i32.rem_u
              (local.get $cell) (i32.const 10))
            (i32.const 3)))
        (i32.const 2))))

  ;; Adds a digit where it is missing, or takes it
  ;; away where it is.
  (func $turn (param $at i32) (param $bit i32)
    (i32.store
      (local.get $at)
      (i32.xor
        (i32.load (local.get $at))
        (local.get $bit))))
  (func $turn-all
    (param $cell i32) (param $bit i32)
    (call $turn
      (call $row (local.get $cell))
      (local.get $bit))
    (call $turn
      (call $column (local.get $cell))
      (local.get $bit))
    (call $turn
      (call $square (local.get $cell))
      (local.get $bit)))

  ;; Fills the cells from one on; 1 if that can be.
  (func $solve (param $cell i32) (result i32)
    (local $digit i32)
    (local $taken i32)
    (local $bit i32)
    ;; The next empty one. Ends of lines are none.
    (loop $look
      (if (i32.ge_u
            (local.get $cell) (i32.const 90))
        (then (return (i32.const 1))))
      (if (i32.ne
            (i32.load8_u offset=64
              (local.get $cell))
            (i32.const 0x2e))
        (then
          (local.set $cell
            (i32.add
              (local.get $cell) (i32.const 1)))
          (br $look))))
    (local.set $taken
      (i32.or
        (i32.load (call $row (local.get $cell)))
        (i32.or
          (i32.load
            (call $column (local.get $cell)))
          (i32.load
            (call $square (local.get $cell))))))
    (local.set $digit (i32.const 0x31))  ;; "1"
    (loop $try
      ;; A shift counts modulo 32: 17 and up.
      (local.set $bit
        (i32.shl
          (i32.const 1) (local.get $digit)))
      (if (i32.eqz
            (i32.and
              (local.get $taken)
              (local.get $bit)))
        (then
          (i32.store8 offset=64
            (local.get $cell) (local.get $digit))
          (call $turn-all
            (local.get $cell) (local.get $bit))
          (if (call $solve (local.get $cell))
            (then (return (i32.const 1))))
          ;; It led nowhere.
          (call $turn-all
            (local.get $cell) (local.get $bit))))
      (local.set $digit
        (i32.add
          (local.get $digit) (i32.const 1)))
      (br_if $try
        (i32.le_u
          (local.get $digit)
          (i32.const 0x39))))        ;; "9"
    (i32.store8 offset=64
      (local.get $cell) (i32.const 0x2e))
    (i32.const 0))

  ;; Notes the digits that are there.
  (func $note
    (local $cell i32)
    (loop $next
      (if (i32.gt_u
            (i32.load8_u offset=64
              (local.get $cell))
            (i32.const 0x2e))
        (then
          (call $turn-all
            (local.get $cell)
            (i32.shl
              (i32.const 1)
              (i32.load8_u offset=64
                (local.get $cell))))))
      (local.set $cell
        (i32.add
          (local.get $cell) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $cell) (i32.const 90)))))

  (func (export "main")
    (call $note)
    (drop (call $solve (i32.const 0)))
    (call $print (i32.const 64) (i32.const 90))))
