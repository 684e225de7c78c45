;; For which c does z = z * z + c, again and again
;; from 0 on, never leave the circle of radius 2?
(module
  (import "canvas" "size"
    (func $size (param i32 i32)))
  (import "canvas" "present"
    (func $present (param i32)))
  ;; 96 pixels to a row, 64 rows, four bytes each.
  (memory (export "memory") 1)

  ;; Tries each pixel so often; gives how many have
  ;; never left.
  (func (export "main") (param $often i32)
    (result i32)
    (local $pixel i32)
    (local $turns i32)
    (local $inside i32)
    (call $size (i32.const 96) (i32.const 64))
    (loop $row
      (loop $column
        (local.set $turns
          (call $turns
            (call $x (local.get $pixel))
            (call $y (local.get $pixel))
            (local.get $often)))
        (i32.store
          (i32.shl
            (local.get $pixel) (i32.const 2))
          (select
            (i32.const 0xff281a14)
            (call $colour (local.get $turns))
            (i32.eq
              (local.get $turns)
              (local.get $often))))
        (local.set $inside
          (i32.add
            (local.get $inside)
            (i32.eq
              (local.get $turns)
              (local.get $often))))
        (local.set $pixel
          (i32.add
            (local.get $pixel) (i32.const 1)))
        (br_if $column
          (i32.rem_u
            (local.get $pixel) (i32.const 96))))
      ;; A row is done.
      (call $present (i32.const 0))
      (br_if $row
        (i32.lt_u
          (local.get $pixel) (i32.const 6144))))
    (local.get $inside))

  ;; The point of a pixel: 32 of them are 1.
  (func $x (param $pixel i32) (result f64)
    (f64.div
      (f64.sub
        (f64.convert_i32_u
          (i32.rem_u
            (local.get $pixel) (i32.const 96)))
        (f64.const 68))
      (f64.const 32)))
  (func $y (param $pixel i32) (result f64)
    (f64.div
      (f64.sub
        (f64.convert_i32_u
          (i32.div_u
            (local.get $pixel) (i32.const 96)))
        (f64.const 31.5))
      (f64.const 32)))

  ;; After how many turns it leaves; $most if it
  ;; has not by then. z is $x + $y i, c $a + $b i.
  (func $turns
    (param $a f64) (param $b f64)
    (param $most i32) (result i32)
    (local $x f64)
    (local $y f64)
    (local $xx f64)
    (local $yy f64)
    (local $turn i32)
    (block $done
      (loop $again
        (br_if $done
          (i32.ge_u
            (local.get $turn) (local.get $most)))
        (local.set $xx
          (f64.mul
            (local.get $x) (local.get $x)))
        (local.set $yy
          (f64.mul
            (local.get $y) (local.get $y)))
        (br_if $done
          (f64.gt
            (f64.add
              (local.get $xx) (local.get $yy))
            (f64.const 4)))
        (local.set $y
          (f64.add
            (f64.mul
              (f64.mul
                (local.get $x) (local.get $y))
              (f64.const 2))
            (local.get $b)))
        (local.set $x
          (f64.add
            (f64.sub
              (local.get $xx) (local.get $yy))
            (local.get $a)))
        (local.set $turn
          (i32.add
            (local.get $turn) (i32.const 1)))
        (br $again)))
    (local.get $turn))

  ;; From deep blue to light; the longer it takes,
  ;; the lighter.
  (func $colour (param $turns i32) (result i32)
    (i32.or
      (i32.const 0xff000000)
      (i32.or
        (call $channel (local.get $turns)
          (i32.const 12) (i32.const 8)
          (i32.const 0))
        (i32.or
          (call $channel (local.get $turns)
            (i32.const 15) (i32.const 40)
            (i32.const 8))
          (call $channel (local.get $turns)
            (i32.const 18) (i32.const 90)
            (i32.const 16))))))

  ;; A byte that grows with the turns up to 255, at
  ;; its place in a pixel.
  (func $channel
    (param $turns i32) (param $slope i32)
    (param $from i32) (param $bits i32)
    (result i32)
    (local $byte i32)
    (local.set $byte
      (i32.add
        (local.get $from)
        (i32.mul
          (local.get $turns) (local.get $slope))))
    (i32.shl
      (select
        (local.get $byte)
        (i32.const 255)
        (i32.lt_u
          (local.get $byte) (i32.const 255)))
      (local.get $bits))))
