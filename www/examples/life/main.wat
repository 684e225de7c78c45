;; A cell lives on with two or three neighbours,
;; and is born with three: Conway's Game of Life.
(module
  (import "canvas" "size"
    (func $size (param i32 i32)))
  (import "canvas" "present"
    (func $present (param i32)))
  (import "canvas" "key"
    (func $key (result i32)))
  ;; 64 rows of 64 cells with a dead edge around,
  ;; so 66 bytes to a row. One generation is at 0,
  ;; the other at 8192; the picture is at 16384.
  (memory (export "memory") 1)
  (data (i32.const 2144) "\00\01\01")
  (data (i32.const 2210) "\01\01\00")
  (data (i32.const 2276) "\00\01\00")
  (global $now (mut i32) (i32.const 0))
  (global $next (mut i32) (i32.const 8192))

  ;; Shows so many generations, and gives how many
  ;; cells live in the last. A key adds a glider.
  (func (export "main") (param $generations i32)
    (result i32)
    (call $size (i32.const 64) (i32.const 64))
    (loop $again
      (call $paint)
      (call $present (i32.const 16384))
      (if (local.get $generations)
        (then
          (if (i32.ne (call $key) (i32.const -1))
            (then (call $glider)))
          (call $generation)
          (local.set $generations
            (i32.sub
              (local.get $generations)
              (i32.const 1)))
          (br $again))))
    (call $population))

  ;; The next generation, cell by cell.
  (func $generation
    (local $cell i32)
    (local.set $cell (i32.const 67))
    (loop $row
      (loop $column
        (call $live
          (i32.add
            (global.get $now) (local.get $cell))
          (i32.add
            (global.get $next)
            (local.get $cell)))
        (local.set $cell
          (i32.add
            (local.get $cell) (i32.const 1)))
        ;; The last column is at 64 of 66.
        (br_if $column
          (i32.lt_u
            (i32.rem_u
              (local.get $cell) (i32.const 66))
            (i32.const 65))))
      (local.set $cell
        (i32.add (local.get $cell) (i32.const 2)))
      (br_if $row
        (i32.lt_u
          (local.get $cell) (i32.const 4290))))
    global.get $now
    (global.set $now (global.get $next))
    global.set $next)

  ;; What becomes of a cell goes to $to.
  (func $live (param $cell i32) (param $to i32)
    (i32.store8
      (local.get $to)
      ;; 3 is born; the bits of 2 and of 1, which
      ;; is alive, are 3 together.
      (i32.eq
        (i32.const 3)
        (i32.or
          (i32.load8_u (local.get $cell))
          (call $neighbours
            (i32.sub
              (local.get $cell)
              (i32.const 67)))))))

  ;; How many live around the cell that is to the
  ;; right of this one and below it.
  (func $neighbours (param $at i32) (result i32)
    (i32.load8_u (local.get $at))
    (i32.load8_u offset=1 (local.get $at))
    i32.add
    (i32.load8_u offset=2 (local.get $at))
    i32.add
    (i32.load8_u offset=66 (local.get $at))
    i32.add
    (i32.load8_u offset=68 (local.get $at))
    i32.add
    (i32.load8_u offset=132 (local.get $at))
    i32.add
    (i32.load8_u offset=133 (local.get $at))
    i32.add
    (i32.load8_u offset=134 (local.get $at))
    i32.add)

  ;; A pixel is red, green, blue and opacity in
  ;; memory; as a number it is the other way round.
  (func $paint
    (local $cell i32)
    (local $pixel i32)
    (local.set $cell
      (i32.add (global.get $now) (i32.const 67)))
    (local.set $pixel (i32.const 16384))
    (loop $next
      (i32.store
        (local.get $pixel)
        (select
          (i32.const 0xff6ee6b4)
          ;; What has died fades: half as bright.
          (i32.or
            (i32.const 0xff000000)
            (i32.and
              (i32.shr_u
                (i32.load (local.get $pixel))
                (i32.const 1))
              (i32.const 0x007f7f7f)))
          (i32.load8_u (local.get $cell))))
      (local.set $cell
        (i32.add (local.get $cell) (i32.const 1)))
      (local.set $pixel
        (i32.add
          (local.get $pixel) (i32.const 4)))
      (if (i32.eqz
            (i32.and
              (local.get $pixel)
              (i32.const 255)))
        (then  ;; a row is over: past the edge
          (local.set $cell
            (i32.add
              (local.get $cell) (i32.const 2)))))
      (br_if $next
        (i32.lt_u
          (local.get $pixel)
          (i32.const 32768)))))

  ;; Five cells that wander down to the right.
  (func $glider
    (call $set (i32.const 135))
    (call $set (i32.const 202))
    (call $set (i32.const 266))
    (call $set (i32.const 267))
    (call $set (i32.const 268)))

  (func $set (param $cell i32)
    (i32.store8
      (i32.add
        (global.get $now) (local.get $cell))
      (i32.const 1)))

  (func $population (result i32)
    (local $cell i32)
    (local $count i32)
    (loop $next
      (local.set $count
        (i32.add
          (local.get $count)
          (i32.load8_u
            (i32.add
              (global.get $now)
              (local.get $cell)))))
      (local.set $cell
        (i32.add (local.get $cell) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $cell) (i32.const 4356))))
    (local.get $count)))
