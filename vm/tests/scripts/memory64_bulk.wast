;; Bulk instructions on a 64-bit memory.
;;
;; exec/instructions.html#exec-memory-fill, #exec-memory-copy, #exec-memory-init and
;; valid/instructions.html#valid-memory-fill, #valid-memory-copy, #valid-memory-init:
;; addresses and lengths have the memory's address type; offset and length within a
;; segment are i32, whatever the memory is.

(module
  (memory $m (export "memory") i64 1 2)
  (data $bytes "\01\02\03\04\05\06\07\08")

  (func (export "size") (result i64) (memory.size))
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
  (func (export "get") (param i64) (result i32) (i32.load8_u (local.get 0)))
  (func (export "get4") (param i64) (result i32) (i32.load align=1 (local.get 0)))
  (func (export "fill") (param i64 i32 i64)
    (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i64 i64 i64)
    (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "init") (param i64 i32 i32)
    (memory.init $bytes (local.get 0) (local.get 1) (local.get 2)))
  (func (export "drop") (data.drop $bytes)))

;; fill: only the lowest byte of the value counts.
(invoke "fill" (i64.const 1) (i32.const 0x1234_56ab) (i64.const 3))
(assert_return (invoke "get4" (i64.const 0)) (i32.const 0xabab_ab00))
(assert_return (invoke "get" (i64.const 4)) (i32.const 0))

;; The very end, and nothing there.
(invoke "fill" (i64.const 0xffff) (i32.const 0x77) (i64.const 1))
(assert_return (invoke "get" (i64.const 0xffff)) (i32.const 0x77))
(assert_return (invoke "fill" (i64.const 0x1_0000) (i32.const 1) (i64.const 0)))
(assert_trap (invoke "fill" (i64.const 0x1_0001) (i32.const 1) (i64.const 0))
  "out of bounds memory access")

;; Nothing is written where not all of it can be.
(assert_trap (invoke "fill" (i64.const 0xfffe) (i32.const 0x11) (i64.const 3))
  "out of bounds memory access")
(assert_return (invoke "get" (i64.const 0xfffe)) (i32.const 0))
(assert_return (invoke "get" (i64.const 0xffff)) (i32.const 0x77))

;; All 64 bits of an address and of a length count, and their sum does not wrap.
(assert_trap (invoke "fill" (i64.const 0x1_0000_0000) (i32.const 0) (i64.const 0))
  "out of bounds memory access")
(assert_trap (invoke "fill" (i64.const 0) (i32.const 0) (i64.const 0x1_0000_0000))
  "out of bounds memory access")
(assert_trap (invoke "fill" (i64.const 1) (i32.const 0) (i64.const 0xffff_ffff_ffff_ffff))
  "out of bounds memory access")
(assert_trap (invoke "fill" (i64.const 0xffff_ffff_ffff_ffff) (i32.const 0) (i64.const 1))
  "out of bounds memory access")
(assert_trap (invoke "fill" (i64.const 0xffff_ffff_ffff_fff0) (i32.const 0) (i64.const 0x20))
  "out of bounds memory access")
(assert_trap
  (invoke "fill" (i64.const 0x8000_0000_0000_0000) (i32.const 0)
    (i64.const 0x8000_0000_0000_0000))
  "out of bounds memory access")

;; init, and its segment.
(invoke "init" (i64.const 0x100) (i32.const 2) (i32.const 4))
(assert_return (invoke "get4" (i64.const 0x100)) (i32.const 0x0605_0403))
(assert_return (invoke "get4" (i64.const 0x104)) (i32.const 0))
(assert_return (invoke "init" (i64.const 0x1_0000) (i32.const 8) (i32.const 0)))
(assert_trap (invoke "init" (i64.const 0x1_0001) (i32.const 0) (i32.const 0))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 0) (i32.const 9) (i32.const 0))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 0) (i32.const 5) (i32.const 4))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 0) (i32.const 1) (i32.const -1))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 0) (i32.const -1) (i32.const 1))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 0xfffd) (i32.const 0) (i32.const 4))
  "out of bounds memory access")
(assert_return (invoke "get" (i64.const 0xfffd)) (i32.const 0))
(assert_trap (invoke "init" (i64.const 0x1_0000_0000) (i32.const 0) (i32.const 4))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const -1) (i32.const 0) (i32.const 4))
  "out of bounds memory access")

;; copy, which may overlap either way.
(invoke "init" (i64.const 0x200) (i32.const 0) (i32.const 8))
(invoke "copy" (i64.const 0x202) (i64.const 0x200) (i64.const 6))
(assert_return (invoke "get4" (i64.const 0x200)) (i32.const 0x0201_0201))
(assert_return (invoke "get4" (i64.const 0x204)) (i32.const 0x0605_0403))
(invoke "init" (i64.const 0x300) (i32.const 0) (i32.const 8))
(invoke "copy" (i64.const 0x300) (i64.const 0x302) (i64.const 6))
(assert_return (invoke "get4" (i64.const 0x300)) (i32.const 0x0605_0403))
(assert_return (invoke "get4" (i64.const 0x304)) (i32.const 0x0807_0807))
(invoke "copy" (i64.const 0x300) (i64.const 0x300) (i64.const 8))
(assert_return (invoke "get4" (i64.const 0x304)) (i32.const 0x0807_0807))
(assert_return (invoke "copy" (i64.const 0x1_0000) (i64.const 0) (i64.const 0)))
(assert_return (invoke "copy" (i64.const 0) (i64.const 0x1_0000) (i64.const 0)))
(assert_return (invoke "copy" (i64.const 0x1_0000) (i64.const 0x1_0000) (i64.const 0)))
(assert_trap (invoke "copy" (i64.const 0x1_0001) (i64.const 0) (i64.const 0))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0) (i64.const 0x1_0001) (i64.const 0))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0x1_0000_0000) (i64.const 0) (i64.const 0))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0) (i64.const 0x1_0000_0000) (i64.const 0))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0) (i64.const 0) (i64.const 0x1_0000_0001))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0x8000) (i64.const 0x100) (i64.const -0x4000))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const -8) (i64.const 0x100) (i64.const 16))
  "out of bounds memory access")
(assert_trap (invoke "copy" (i64.const 0xfffd) (i64.const 0x200) (i64.const 4))
  "out of bounds memory access")
(assert_return (invoke "get" (i64.const 0xfffd)) (i32.const 0))
(assert_trap (invoke "copy" (i64.const 0x400) (i64.const 0xfffd) (i64.const 4))
  "out of bounds memory access")
(assert_return (invoke "get4" (i64.const 0x400)) (i32.const 0))

;; A dropped segment is empty, and may be dropped again.
(invoke "drop")
(invoke "drop")
(assert_return (invoke "init" (i64.const 7) (i32.const 0) (i32.const 0)))
(assert_trap (invoke "init" (i64.const 7) (i32.const 0) (i32.const 1))
  "out of bounds memory access")
(assert_trap (invoke "init" (i64.const 7) (i32.const 1) (i32.const 0))
  "out of bounds memory access")

;; grow: the result is an i64, and so is -1 where it fails.
(assert_return (invoke "size") (i64.const 1))
(assert_return (invoke "grow" (i64.const 2)) (i64.const -1))
(assert_return (invoke "grow" (i64.const -1)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0x1_0000_0000)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0x1_0000_0000_0001)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0x8000_0000_0000_0000)) (i64.const -1))
(assert_return (invoke "grow" (i64.const 0)) (i64.const 1))
(assert_return (invoke "grow" (i64.const 1)) (i64.const 1))
(assert_return (invoke "size") (i64.const 2))
(assert_return (invoke "get" (i64.const 0xffff)) (i32.const 0x77))
(invoke "fill" (i64.const 0xffff) (i32.const 0x55) (i64.const 2))
(assert_return (invoke "get" (i64.const 0x1_0000)) (i32.const 0x55))

;; An offset of a load is added without wrapping, and may have more than 32 bits.
(module
  (memory i64 1)
  (func (export "near") (param i64) (result i32) (i32.load8_u offset=0xffff (local.get 0)))
  (func (export "far") (param i64) (result i32)
    (i32.load8_u offset=0x1_0000_0000 (local.get 0)))
  (func (export "farthest") (param i64) (result i32)
    (i32.load8_u offset=0xffff_ffff_ffff_ffff (local.get 0)))
  (func (export "store") (param i64)
    (i64.store offset=0xffff_ffff_ffff_fff8 (local.get 0) (i64.const -1)))
  (func (export "unreached") (result i64)
    (if (result i64) (i32.const 0)
      (then (i64.load offset=0xffff_ffff_ffff_ffff (i64.const 0)))
      (else (i64.load (i64.const 8))))))

(assert_return (invoke "near" (i64.const 0)) (i32.const 0))
(assert_trap (invoke "near" (i64.const 1)) "out of bounds memory access")
(assert_trap (invoke "near" (i64.const -1)) "out of bounds memory access")
(assert_trap (invoke "near" (i64.const -0xffff)) "out of bounds memory access")
(assert_trap (invoke "far" (i64.const 0)) "out of bounds memory access")
(assert_trap (invoke "far" (i64.const -0x1_0000_0000)) "out of bounds memory access")
(assert_trap (invoke "farthest" (i64.const 0)) "out of bounds memory access")
(assert_trap (invoke "farthest" (i64.const 1)) "out of bounds memory access")
(assert_trap (invoke "store" (i64.const 8)) "out of bounds memory access")
(assert_trap (invoke "store" (i64.const 0)) "out of bounds memory access")
(assert_return (invoke "unreached") (i64.const 0))

;; Operands of the other address type.
(assert_invalid
  (module (memory i64 1)
    (func (memory.fill (i32.const 0) (i32.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1)
    (func (memory.fill (i64.const 0) (i64.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1)
    (func (memory.fill (i64.const 0) (i32.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1)
    (func (memory.copy (i32.const 0) (i64.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1)
    (func (memory.copy (i64.const 0) (i32.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1)
    (func (memory.copy (i64.const 0) (i64.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (data $d "")
    (func (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (data $d "")
    (func (memory.init $d (i64.const 0) (i64.const 0) (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (data $d "")
    (func (memory.init $d (i64.const 0) (i32.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (func (result i32) (memory.size)))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (func (result i64) (memory.grow (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (func (result i32) (memory.grow (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (func (result i32) (i32.load (i32.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory i64 1) (func (i64.store (i32.const 0) (i64.const 0))))
  "type mismatch")
(assert_invalid
  (module (memory 1) (func (result i32) (i32.load offset=0x1_0000_0000 (i32.const 0))))
  "offset out of range")
(assert_invalid
  (module (memory i64 1) (func (memory.init 0 (i64.const 0) (i32.const 0) (i32.const 0))))
  "unknown data segment")
