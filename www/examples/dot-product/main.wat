;; The sum of products of two rows of numbers: the
;; work of filters, graphics and neural networks.
(module
  (memory (export "memory") 1)
  ;; The numbers are bytes with a sign: ff is -1.
  (data (i32.const 16)
    "\01\02\03\04\05\06\07\08"
    "\09\0a\0b\0c\0d\0e\0f\10")
  (data (i32.const 32)
    "\01\01\01\01\01\01\01\01"
    "\ff\ff\ff\ff\ff\ff\ff\ff")

  ;; One product after the other.
  (func (export "one")
    (param $length i32) (result i32)
    (local $at i32)
    (local $sum i32)
    (loop $next
      (local.set $sum
        (i32.add
          (local.get $sum)
          (i32.mul
            (i32.load8_s offset=16
              (local.get $at))
            (i32.load8_s offset=32
              (local.get $at)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $at)
          (local.get $length))))
    (local.get $sum))

  ;; Eight at a time, into four sums side by side.
  (func (export "eight")
    (param $length i32) (result i32)
    (local $at i32)
    (local $sums v128)
    (loop $next
      (local.set $sums
        (i32x4.add
          (local.get $sums)
          ;; Neighbours are added right away.
          (i32x4.dot_i16x8_s
            ;; Each byte becomes two.
            (v128.load8x8_s offset=16
              (local.get $at))
            (v128.load8x8_s offset=32
              (local.get $at)))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 8)))
      (br_if $next
        (i32.lt_u
          (local.get $at)
          (local.get $length))))
    (call $total (local.get $sums)))

  ;; All four lanes, added across.
  (func $total (param $sums v128) (result i32)
    (i32.add
      (i32.add
        (i32x4.extract_lane 0 (local.get $sums))
        (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add
        (i32x4.extract_lane 2 (local.get $sums))
        (i32x4.extract_lane 3
          (local.get $sums))))))
