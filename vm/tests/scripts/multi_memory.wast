;; Loads, stores, bulk instructions, segments and vectors on memories other than the first,
;; and extended constant expressions.
;;
;; exec/instructions.html#memory-instructions, valid/instructions.html#constant-expressions.

(module $out (memory (export "shared") 1 2))
(register "out" $out)
(module
  (memory $zero (import "out" "shared") 1)
  (memory $one 1)
  (memory $two i64 2)
  (global $base i32 (i32.const 0x100))
  (global $far i64 (i64.sub (i64.const 0x1_0010) (i64.const 16)))
  (global $sum (export "sum") i32
    (i32.sub
      (i32.mul (i32.add (global.get $base) (i32.const 2)) (i32.const 3))
      (i32.const 1)))
  (global $wraps (export "wraps") i64
    (i64.mul (i64.const 0x8000_0000_0000_0001) (i64.const 2)))
  (data (memory $one) (offset (i32.add (global.get $base) (i32.const 16))) "one")
  (data (memory $two) (offset (global.get $far)) "two")
  (data $d "\f1\f2\f3\f4\f5\f6\f7\f8")

  (func (export "load") (result i32 i32 i64 i64)
    (i32.load8_u $zero (i32.const 0x110))
    (i32.load8_u $one offset=0x10 (i32.const 0x100))
    (i64.load8_u $two (i64.const 0x1_0000))
    (i64.load16_u $two offset=0x1_0000 (i64.const 1)))
  (func (export "store") (result i32 i32 i32)
    (i32.store16 $one (i32.const 0) (i32.const 0x1_8001))
    (i32.store8 $two offset=1 (i64.const 0) (i32.const 0x7f))
    (i32.load16_s $one (i32.const 0))
    (i32.load16_u $two (i64.const 0))
    (i32.load $zero (i32.const 0)))
  (func (export "floats") (result f32 f64)
    (f32.store $two (i64.const 64) (f32.const -0.5))
    (f64.store $one (i32.const 64) (f64.const 0.25))
    (f32.load $two (i64.const 64))
    (f64.load $one (i32.const 64)))
  (func (export "sizes") (result i32 i32 i64)
    (memory.size $zero) (memory.size $one) (memory.size $two))
  (func (export "grow") (result i32 i64 i32)
    (memory.grow $one (i32.const 1))
    (memory.grow $two (i64.const 1))
    (memory.grow $zero (i32.const 2)))
  (func (export "bulk") (result i64)
    (memory.init $one $d (i32.const 0x20) (i32.const 0) (i32.const 8))
    (memory.fill $one (i32.const 0x22) (i32.const 0) (i32.const 2))
    (memory.copy $two $one (i64.const 0x30) (i32.const 0x20) (i32.const 8))
    (i64.load $two (i64.const 0x30)))
  (func (export "beyond-one") (result i32) (i32.load $one (i32.const 0x1_0000)))
  (func (export "beyond-two") (result i32) (i32.load $two (i64.const 0x2_0000))))

(assert_return (get "sum") (i32.const 773))
(assert_return (get "wraps") (i64.const 2))
(assert_return (invoke "load")
  (i32.const 0) (i32.const 111) (i64.const 116) (i64.const 0x6f77))
(assert_return (invoke "store") (i32.const -0x7fff) (i32.const 0x7f00) (i32.const 0))
(assert_return (invoke "floats") (f32.const -0.5) (f64.const 0.25))
(assert_trap (invoke "beyond-one") "out of bounds memory access")
(assert_trap (invoke "beyond-two") "out of bounds memory access")
(assert_return (invoke "sizes") (i32.const 1) (i32.const 1) (i64.const 2))
(assert_return (invoke "grow") (i32.const 1) (i64.const 2) (i32.const -1))
(assert_return (invoke "sizes") (i32.const 1) (i32.const 2) (i64.const 3))
(assert_return (invoke "beyond-one") (i32.const 0))
(assert_return (invoke "beyond-two") (i32.const 0))
(assert_return (invoke "bulk") (i64.const 0xf8f7_f6f5_0000_f2f1))

(assert_invalid
  (module (memory 1) (func (result i32) (i32.load 1 (i32.const 0)))) "unknown memory 1")
(assert_invalid
  (module (memory 1) (memory i64 1) (func (result i32) (i32.load 1 (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory 1) (memory 1) (func (memory.copy 0 2 (i32.const 0) (i32.const 0) (i32.const 0))))
  "unknown memory 2")
(assert_invalid
  (module (memory 1) (data (memory 1) (i32.const 0) "")) "unknown memory 1")

;; Only add, subtract and multiply are constant, and only of integers.
(assert_invalid
  (module (global i32 (i32.div_u (i32.const 4) (i32.const 2)))) "constant expression required")
(assert_invalid
  (module (global f32 (f32.add (f32.const 4) (f32.const 2)))) "constant expression required")
(assert_invalid
  (module (global i32 (i32.add (i32.const 4)))) "type mismatch")
(assert_invalid
  (module (global $m (mut i32) (i32.const 1)) (global i32 (i32.add (global.get $m) (i32.const 1))))
  "constant expression required")
;; Only globals before it.
(assert_invalid
  (module (global i32 (global.get 1)) (global i32 (i32.const 0))) "unknown global")
(module
  (global $a i32 (i32.const 5))
  (global $b i32 (i32.mul (global.get $a) (global.get $a)))
  (global $s (ref $t) (struct.new $t (global.get $b) (ref.i31 (global.get $a))))
  (type $t (struct (field i32) (field i31ref)))
  (func (export "get") (result i32 i32)
    (struct.get $t 0 (global.get $s))
    (i31.get_u (struct.get $t 1 (global.get $s)))))
(assert_return (invoke "get") (i32.const 25) (i32.const 5))
