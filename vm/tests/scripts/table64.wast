;; Instructions on a 64-bit table.
;;
;; exec/instructions.html#table-instructions and valid/instructions.html#table-instructions:
;; indices and lengths have the table's address type; offset and length within an element
;; segment are i32.

(module
  (table $t (export "table") i64 4 10 externref)

  (func (export "get") (param i64) (result externref) (table.get $t (local.get 0)))
  (func (export "set") (param i64 externref) (table.set $t (local.get 0) (local.get 1)))
  (func (export "size") (result i64) (table.size $t))
  (func (export "grow") (param externref i64) (result i64)
    (table.grow $t (local.get 0) (local.get 1)))
  (func (export "fill") (param i64 externref i64)
    (table.fill $t (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i64 i64 i64)
    (table.copy $t $t (local.get 0) (local.get 1) (local.get 2))))

;; get and set
(assert_return (invoke "get" (i64.const 0)) (ref.null extern))
(assert_return (invoke "set" (i64.const 3) (ref.extern 7)))
(assert_return (invoke "get" (i64.const 3)) (ref.extern 7))
(assert_return (invoke "set" (i64.const 3) (ref.null extern)))
(assert_return (invoke "get" (i64.const 3)) (ref.null extern))
(assert_trap (invoke "get" (i64.const 4)) "out of bounds table access")
(assert_trap (invoke "get" (i64.const -1)) "out of bounds table access")
(assert_trap (invoke "get" (i64.const 0x1_0000_0000)) "out of bounds table access")
(assert_trap (invoke "get" (i64.const 0x1_0000_0003)) "out of bounds table access")
(assert_trap (invoke "get" (i64.const 0x8000_0000_0000_0000)) "out of bounds table access")
(assert_trap (invoke "set" (i64.const 4) (ref.extern 1)) "out of bounds table access")
(assert_trap (invoke "set" (i64.const -4) (ref.extern 1)) "out of bounds table access")
(assert_trap (invoke "set" (i64.const 0x1_0000_0000) (ref.extern 1))
  "out of bounds table access")
(assert_return (invoke "get" (i64.const 0)) (ref.null extern))

;; size and grow
(assert_return (invoke "size") (i64.const 4))
(assert_return (invoke "grow" (ref.extern 9) (i64.const 0)) (i64.const 4))
(assert_return (invoke "grow" (ref.extern 9) (i64.const 2)) (i64.const 4))
(assert_return (invoke "size") (i64.const 6))
(assert_return (invoke "get" (i64.const 4)) (ref.extern 9))
(assert_return (invoke "get" (i64.const 5)) (ref.extern 9))
(assert_return (invoke "get" (i64.const 3)) (ref.null extern))
(assert_return (invoke "grow" (ref.null extern) (i64.const 5)) (i64.const -1))
(assert_return (invoke "grow" (ref.null extern) (i64.const -1)) (i64.const -1))
(assert_return (invoke "grow" (ref.null extern) (i64.const -6)) (i64.const -1))
(assert_return (invoke "grow" (ref.null extern) (i64.const 0x1_0000_0000)) (i64.const -1))
(assert_return
  (invoke "grow" (ref.null extern) (i64.const 0x7fff_ffff_ffff_ffff)) (i64.const -1))
(assert_return (invoke "size") (i64.const 6))
(assert_return (invoke "grow" (ref.null extern) (i64.const 4)) (i64.const 6))
(assert_return (invoke "grow" (ref.null extern) (i64.const 1)) (i64.const -1))
(assert_return (invoke "grow" (ref.null extern) (i64.const 0)) (i64.const 10))

;; fill
(assert_return (invoke "fill" (i64.const 2) (ref.extern 5) (i64.const 3)))
(assert_return (invoke "get" (i64.const 1)) (ref.null extern))
(assert_return (invoke "get" (i64.const 2)) (ref.extern 5))
(assert_return (invoke "get" (i64.const 4)) (ref.extern 5))
(assert_return (invoke "get" (i64.const 5)) (ref.extern 9))
(assert_return (invoke "fill" (i64.const 10) (ref.extern 6) (i64.const 0)))
(assert_return (invoke "fill" (i64.const 9) (ref.extern 6) (i64.const 1)))
(assert_trap (invoke "fill" (i64.const 11) (ref.extern 8) (i64.const 0))
  "out of bounds table access")
(assert_trap (invoke "fill" (i64.const 8) (ref.extern 8) (i64.const 3))
  "out of bounds table access")
(assert_return (invoke "get" (i64.const 8)) (ref.null extern))
(assert_return (invoke "get" (i64.const 9)) (ref.extern 6))
(assert_trap (invoke "fill" (i64.const 0x1_0000_0000) (ref.extern 8) (i64.const 0))
  "out of bounds table access")
(assert_trap (invoke "fill" (i64.const 0) (ref.extern 8) (i64.const 0x1_0000_0000))
  "out of bounds table access")
(assert_trap (invoke "fill" (i64.const 1) (ref.extern 8) (i64.const -1))
  "out of bounds table access")
(assert_trap (invoke "fill" (i64.const -1) (ref.extern 8) (i64.const 1))
  "out of bounds table access")

;; copy, upwards and downwards: 1 2 3 4 5 at 0
(invoke "set" (i64.const 0) (ref.extern 1))
(invoke "set" (i64.const 1) (ref.extern 2))
(invoke "set" (i64.const 2) (ref.extern 3))
(invoke "set" (i64.const 3) (ref.extern 4))
(invoke "set" (i64.const 4) (ref.extern 5))
(assert_return (invoke "copy" (i64.const 1) (i64.const 0) (i64.const 4)))
(assert_return (invoke "get" (i64.const 0)) (ref.extern 1))
(assert_return (invoke "get" (i64.const 1)) (ref.extern 1))
(assert_return (invoke "get" (i64.const 2)) (ref.extern 2))
(assert_return (invoke "get" (i64.const 4)) (ref.extern 4))
(assert_return (invoke "get" (i64.const 5)) (ref.extern 9))
(assert_return (invoke "copy" (i64.const 0) (i64.const 2) (i64.const 3)))
(assert_return (invoke "get" (i64.const 0)) (ref.extern 2))
(assert_return (invoke "get" (i64.const 2)) (ref.extern 4))
(assert_return (invoke "get" (i64.const 3)) (ref.extern 3))
(assert_return (invoke "copy" (i64.const 10) (i64.const 0) (i64.const 0)))
(assert_return (invoke "copy" (i64.const 0) (i64.const 10) (i64.const 0)))
(assert_trap (invoke "copy" (i64.const 11) (i64.const 0) (i64.const 0))
  "out of bounds table access")
(assert_trap (invoke "copy" (i64.const 0) (i64.const 11) (i64.const 0))
  "out of bounds table access")
(assert_trap (invoke "copy" (i64.const 8) (i64.const 0) (i64.const 3))
  "out of bounds table access")
(assert_return (invoke "get" (i64.const 8)) (ref.null extern))
(assert_trap (invoke "copy" (i64.const 0) (i64.const 8) (i64.const 3))
  "out of bounds table access")
(assert_return (invoke "get" (i64.const 0)) (ref.extern 2))
(assert_trap (invoke "copy" (i64.const 0) (i64.const 0) (i64.const 0x1_0000_0000))
  "out of bounds table access")
(assert_trap (invoke "copy" (i64.const 2) (i64.const 0) (i64.const -1))
  "out of bounds table access")
(assert_trap (invoke "copy" (i64.const -1) (i64.const 0) (i64.const 2))
  "out of bounds table access")
(assert_trap (invoke "copy" (i64.const 0) (i64.const -1) (i64.const 2))
  "out of bounds table access")

;; Without a maximum, an element more than 2^64 - 1 is refused.
(module
  (table $t i64 1 funcref)
  (func (export "grow") (param i64) (result i64)
    (table.grow $t (ref.null func) (local.get 0))))
(assert_return (invoke "grow" (i64.const -1)) (i64.const -1))
(assert_return (invoke "grow" (i64.const -2)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0x1_0000_0000_0000)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 1)) (i64.const 1))

;; A table whose elements are not null begins with a value of its own.
(module
  (func $f (result i32) (i32.const 42))
  (table $t i64 3 5 (ref func) (ref.func $f))
  (type $ft (func (result i32)))
  (func (export "call") (param i64) (result i32)
    (call_indirect $t (type $ft) (local.get 0)))
  (func (export "grow") (param i64) (result i64)
    (table.grow $t (table.get $t (i64.const 0)) (local.get 0))))
(assert_return (invoke "call" (i64.const 2)) (i32.const 42))
(assert_trap (invoke "call" (i64.const 3)) "undefined element")
(assert_return (invoke "grow" (i64.const 1)) (i64.const 3))
(assert_return (invoke "call" (i64.const 3)) (i32.const 42))

;; Operands of the other address type.
(assert_invalid
  (module (table $t i64 1 externref)
    (func (result externref) (table.get $t (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t 1 externref)
    (func (result externref) (table.get $t (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.set $t (i32.const 0) (ref.null extern))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref) (func (result i32) (table.size $t)))
  "type mismatch")
(assert_invalid
  (module (table $t 1 externref) (func (result i64) (table.size $t)))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (result i64) (table.grow $t (ref.null extern) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (result i32) (table.grow $t (ref.null extern) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.fill $t (i32.const 0) (ref.null extern) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.fill $t (i64.const 0) (ref.null extern) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.fill $t (i64.const 0) (ref.null func) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.copy $t $t (i64.const 0) (i64.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (table $t i64 1 externref)
    (func (table.copy $t $t (i32.const 0) (i64.const 0) (i64.const 0))))
  "type mismatch")
