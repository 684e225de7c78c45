;; Rows times columns: each element of the product
;; is the sum of three products.
(module
  (import "console" "log"
    (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  ;; Three rows of three numbers, one after one.
  (data (i32.const 64)
    "\02\00\00\00\00\00\00\00\01\00\00\00"
    "\01\00\00\00\03\00\00\00\00\00\00\00"
    "\00\00\00\00\01\00\00\00\04\00\00\00")
  (data (i32.const 128)
    "\01\00\00\00\02\00\00\00\03\00\00\00"
    "\04\00\00\00\05\00\00\00\06\00\00\00"
    "\07\00\00\00\08\00\00\00\09\00\00\00")

  ;; Where an element of a matrix is: a row is 12
  ;; bytes long, a number 4.
  (func $at
    (param $matrix i32) (param $row i32)
    (param $column i32) (result i32)
    (i32.add
      (local.get $matrix)
      (i32.add
        (i32.mul
          (local.get $row) (i32.const 12))
        (i32.shl
          (local.get $column) (i32.const 2)))))

  ;; A row of one times a column of the other.
  (func $element (export "element")
    (param $row i32) (param $column i32)
    (result i32)
    (local $k i32)
    (local $sum i32)
    (loop $next
      (local.set $sum
        (i32.add
          (local.get $sum)
          (i32.mul
            (i32.load
              (call $at (i32.const 64)
                (local.get $row)
                (local.get $k)))
            (i32.load
              (call $at (i32.const 128)
                (local.get $k)
                (local.get $column))))))
      (local.set $k
        (i32.add (local.get $k) (i32.const 1)))
      (br_if $next
        (i32.lt_u (local.get $k) (i32.const 3))))
    (local.get $sum))

  ;; Puts the product to 192, and prints its rows.
  (func (export "main")
    (local $row i32)
    (local $column i32)
    (loop $next-row
      (local.set $column (i32.const 0))
      (loop $next-column
        (i32.store
          (call $at (i32.const 192)
            (local.get $row) (local.get $column))
          (call $element
            (local.get $row) (local.get $column)))
        (local.set $column
          (i32.add
            (local.get $column) (i32.const 1)))
        (br_if $next-column
          (i32.lt_u
            (local.get $column) (i32.const 3))))
      (call $print
        (call $at (i32.const 192)
          (local.get $row) (i32.const 0)))
      (local.set $row
        (i32.add (local.get $row) (i32.const 1)))
      (br_if $next-row
        (i32.lt_u
          (local.get $row) (i32.const 3)))))

  (func $print (param $row i32)
    (call $log
      (i32.load (local.get $row))
      (i32.load offset=4 (local.get $row))
      (i32.load offset=8 (local.get $row)))))
