;; Copies between memories of both address types, several memories at once.
;;
;; valid/instructions.html#valid-memory-copy: destination and source have the address type
;; of their memory, the length has the smaller of both: i64 only where both are.

(module
  (memory $a 1)
  (memory $b i64 1)
  (memory $c i64 1)
  (data (memory $a) (i32.const 0x10) "narrow")
  (data (memory $b) (i64.const 0x20) "wide")

  (func (export "a") (param i32) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "b") (param i64) (result i32) (i32.load8_u $b (local.get 0)))
  (func (export "c") (param i64) (result i32) (i32.load8_u $c (local.get 0)))
  (func (export "a-b") (param i32 i64 i32)
    (memory.copy $a $b (local.get 0) (local.get 1) (local.get 2)))
  (func (export "b-a") (param i64 i32 i32)
    (memory.copy $b $a (local.get 0) (local.get 1) (local.get 2)))
  (func (export "c-b") (param i64 i64 i64)
    (memory.copy $c $b (local.get 0) (local.get 1) (local.get 2))))

(invoke "b-a" (i64.const 0x40) (i32.const 0x10) (i32.const 6))
(assert_return (invoke "b" (i64.const 0x40)) (i32.const 110))
(assert_return (invoke "b" (i64.const 0x45)) (i32.const 119))
(assert_return (invoke "b" (i64.const 0x46)) (i32.const 0))
(invoke "a-b" (i32.const 0x40) (i64.const 0x20) (i32.const 4))
(assert_return (invoke "a" (i32.const 0x40)) (i32.const 119))
(assert_return (invoke "a" (i32.const 0x43)) (i32.const 101))
(assert_return (invoke "a" (i32.const 0x44)) (i32.const 0))
(invoke "c-b" (i64.const 0xfffc) (i64.const 0x20) (i64.const 4))
(assert_return (invoke "c" (i64.const 0xffff)) (i32.const 101))

;; Each side has its own bounds; a length of 32 bits has no sign.
(assert_return (invoke "a-b" (i32.const 0x1_0000) (i64.const 0x1_0000) (i32.const 0)))
(assert_trap (invoke "a-b" (i32.const 0) (i64.const 0x1_0001) (i32.const 0))
  "out of bounds memory access")
(assert_trap (invoke "a-b" (i32.const 0) (i64.const 0x1_0000_0000) (i32.const 0))
  "out of bounds memory access")
(assert_trap (invoke "a-b" (i32.const 0) (i64.const -1) (i32.const 1))
  "out of bounds memory access")
(assert_trap (invoke "a-b" (i32.const -1) (i64.const 0) (i32.const 1))
  "out of bounds memory access")
(assert_trap (invoke "a-b" (i32.const 0) (i64.const 0) (i32.const -1))
  "out of bounds memory access")
(assert_trap (invoke "b-a" (i64.const 0x1_0000_0000) (i32.const 0) (i32.const 0))
  "out of bounds memory access")
(assert_trap (invoke "b-a" (i64.const 0xffff) (i32.const 0) (i32.const 2))
  "out of bounds memory access")
(assert_trap (invoke "b-a" (i64.const 0) (i32.const 0xffff) (i32.const 2))
  "out of bounds memory access")
(assert_trap (invoke "c-b" (i64.const 0) (i64.const 0) (i64.const 0x1_0000_0000))
  "out of bounds memory access")
(assert_trap (invoke "c-b" (i64.const 1) (i64.const 0) (i64.const -1))
  "out of bounds memory access")

;; One of the lengths is i64, of two narrow addresses or of a wide and a narrow one.
(assert_invalid
  (module (memory $a 1) (memory $b i64 1)
    (func (memory.copy $a $b (i32.const 0) (i64.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory $a 1) (memory $b i64 1)
    (func (memory.copy $b $a (i64.const 0) (i32.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory $a 1) (memory $b i64 1)
    (func (memory.copy $a $b (i64.const 0) (i32.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory $a i64 1) (memory $b i64 1)
    (func (memory.copy $a $b (i64.const 0) (i64.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory $a 1) (memory $b 1)
    (func (memory.copy $a $b (i32.const 0) (i32.const 0) (i64.const 0))))
  "type mismatch")

;; Segments: the offset of an active one has the address type of its memory.
(module
  (memory $a 1)
  (memory $b i64 1)
  (global $base i64 (i64.const 0x100))
  (data (memory $b) (offset (i64.const 0x1_0000)) "")
  (data (memory $b)
    (offset (i64.add (global.get $base) (i64.mul (i64.const 2) (i64.const 8)))) "x")
  (func (export "x") (result i32) (i32.load8_u $b (i64.const 0x110))))
(assert_return (invoke "x") (i32.const 120))

(assert_invalid
  (module (memory i64 1) (data (i32.const 0) ""))
  "type mismatch")
(assert_invalid
  (module (memory 1) (data (i64.const 0) ""))
  "type mismatch")
(assert_invalid
  (module (memory 1) (memory $b i64 1) (data (memory $b) (i32.const 0) ""))
  "type mismatch")

;; The offsets are compared in full, and segments before the one that fails stay written.
(assert_trap
  (module (memory i64 1) (data (i64.const 0x1_0000_0000) ""))
  "out of bounds memory access")
(assert_trap
  (module (memory i64 1) (data (i64.const 0xffff) "ab"))
  "out of bounds memory access")
(assert_trap
  (module (memory i64 1) (data (i64.const -1) "a"))
  "out of bounds memory access")
(module $kept
  (memory (export "memory") i64 1)
  (func (export "get") (param i64) (result i32) (i32.load8_u (local.get 0))))
(register "kept" $kept)
(assert_trap
  (module
    (memory (import "kept" "memory") i64 1)
    (data (i64.const 8) "written")
    (data (i64.const 0x1_0000) "not")
    (data (i64.const 16) "not either"))
  "out of bounds memory access")
(assert_return (invoke $kept "get" (i64.const 8)) (i32.const 119))
(assert_return (invoke $kept "get" (i64.const 16)) (i32.const 0))
