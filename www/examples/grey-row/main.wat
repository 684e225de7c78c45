;; A row of sixteen pixels becomes grey: one after
;; the other, and then all of them at once.
(module
  (memory (export "memory") 1)
  ;; Red, green and blue of each pixel, from left
  ;; to right; the grey ones go to 64.
  (data (i32.const 16)
    "\ff\00\00\ff\00\ff\80\20" ;; red
    "\ff\00\00\ff\00\ff\80\20"
    "\00\ff\00\ff\00\ff\80\40" ;; green
    "\00\ff\00\ff\00\ff\80\40"
    "\00\00\ff\ff\00\00\80\60" ;; blue
    "\00\00\ff\ff\00\00\80\60")

  ;; The mean of two bytes, rounded up.
  (func $mean (param $a i32) (param $b i32)
    (result i32)
    (i32.shr_u
      (i32.add
        (i32.add (local.get $a) (local.get $b))
        (i32.const 1))
      (i32.const 1)))

  ;; Green counts twice, as it looks the brightest.
  (func (export "one")
    (local $i i32)
    (loop $next
      (i32.store8 offset=64
        (local.get $i)
        (call $mean
          (i32.load8_u offset=32 (local.get $i))
          (call $mean
            (i32.load8_u offset=16
              (local.get $i))
            (i32.load8_u offset=48
              (local.get $i)))))
      (local.set $i
        (i32.add (local.get $i) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $i)
          (i32.const 16)))))

  ;; The same: a v128 has sixteen lanes of a byte,
  ;; and avgr_u is the mean in each of them.
  (func (export "sixteen")
    (v128.store
      (i32.const 64)
      (i8x16.avgr_u
        (v128.load (i32.const 32))
        (i8x16.avgr_u
          (v128.load (i32.const 16))
          (v128.load (i32.const 48)))))))
