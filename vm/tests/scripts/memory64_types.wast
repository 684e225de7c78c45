;; Limits of 64-bit memories and tables, and what may be imported as what.
;;
;; valid/types.html#memory-types and #table-types: a memory has at most 2^16 pages or, with
;; 64-bit addresses, 2^48; a table at most 2^32 - 1 or 2^64 - 1 elements.
;; valid/matching.html#memory-types and #table-types: address types have to be equal.

(module definition (memory i64 0 0x1_0000_0000_0000))
(module definition (memory i64 0x1_0000))
(module definition (memory i64 0x1_0000_0000_0000))
(module definition (memory 0x1_0000 0x1_0000))
(module definition (table i64 0 0xffff_ffff_ffff_ffff funcref))
(module definition (table 0 0xffff_ffff funcref))

(assert_invalid
  (module (memory i64 0x1_0000_0000_0001))
  "memory size")
(assert_invalid
  (module (memory i64 0 0x1_0000_0000_0001))
  "memory size")
(assert_invalid
  (module (memory i64 0 0xffff_ffff_ffff_ffff))
  "memory size")
(assert_invalid
  (module (memory i64 2 1))
  "size minimum must not be greater than maximum")
(assert_invalid
  (module (memory i64 0x1_0000_0000 0))
  "size minimum must not be greater than maximum")
(assert_invalid
  (module (memory 0x1_0001))
  "memory size")
(assert_invalid
  (module (table i64 2 1 funcref))
  "size minimum must not be greater than maximum")
(assert_invalid
  (module (table i64 0xffff_ffff_ffff_ffff 0 funcref))
  "size minimum must not be greater than maximum")
(assert_malformed
  (module quote "(memory i64 0x1_0000_0000_0000_0000)")
  "i64 constant out of range")
(assert_malformed
  (module quote "(table i64 0 0x1_0000_0000_0000_0000 funcref)")
  "i64 constant out of range")

(module $out
  (memory (export "m32") 1 4)
  (memory (export "m64") i64 1 4)
  (memory (export "m64-open") i64 1)
  (table (export "t32") 2 5 funcref)
  (table (export "t64") i64 2 5 funcref)
  (table (export "t64-open") i64 2 externref))
(register "out" $out)

(module (memory (import "out" "m64") i64 1 4))
(module (memory (import "out" "m64") i64 0 5))
(module (memory (import "out" "m64") i64 1))
(module (memory (import "out" "m64-open") i64 0))
(module (memory (import "out" "m64") i64 1 0x1_0000_0000_0000))
(module (table (import "out" "t64") i64 2 5 funcref))
(module (table (import "out" "t64") i64 0 0xffff_ffff_ffff_ffff funcref))
(module (table (import "out" "t64") i64 2 funcref))
(module (table (import "out" "t64-open") i64 1 externref))

(assert_unlinkable (module (memory (import "out" "m64") 1 4)) "incompatible import type")
(assert_unlinkable (module (memory (import "out" "m64") 0)) "incompatible import type")
(assert_unlinkable (module (memory (import "out" "m32") i64 1 4)) "incompatible import type")
(assert_unlinkable (module (memory (import "out" "m32") i64 0)) "incompatible import type")
(assert_unlinkable (module (memory (import "out" "m64") i64 2)) "incompatible import type")
(assert_unlinkable (module (memory (import "out" "m64") i64 1 3)) "incompatible import type")
(assert_unlinkable
  (module (memory (import "out" "m64-open") i64 1 4)) "incompatible import type")
(assert_unlinkable
  (module (memory (import "out" "m64-open") i64 0x1_0000_0000)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t64") 2 5 funcref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t32") i64 2 5 funcref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t64") i64 3 funcref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t64") i64 2 4 funcref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t64-open") i64 2 5 externref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "t64") i64 2 5 externref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "out" "m64") i64 2 5 funcref)) "incompatible import type")
(assert_unlinkable
  (module (memory (import "out" "t64") i64 1 4)) "incompatible import type")

;; What spectest has.
(module (memory (import "spectest" "memory") 1))
(module (table (import "spectest" "table") 0 funcref))
(module (table (import "spectest" "table64") i64 0 funcref))
(assert_unlinkable
  (module (memory (import "spectest" "memory") i64 1)) "incompatible import type")
(assert_unlinkable
  (module (table (import "spectest" "table") i64 0 funcref)) "incompatible import type")
(assert_unlinkable
  (module (table (import "spectest" "table64") 0 funcref)) "incompatible import type")

;; It is one memory, whoever grows it.
(module $one
  (memory (export "memory") i64 1 3)
  (func (export "size") (result i64) (memory.size)))
(register "one" $one)
(module $two
  (memory (import "one" "memory") i64 1 3)
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0))))
(assert_return (invoke $two "grow" (i64.const 1)) (i64.const 1))
(assert_return (invoke $one "size") (i64.const 2))
;; The size now is what an import has to match.
(module (memory (import "one" "memory") i64 2 3))
(assert_unlinkable
  (module (memory (import "one" "memory") i64 3 3)) "incompatible import type")

;; A flag of limits says the address type: 4 and 5 in binary.
(module binary "\00asm\01\00\00\00" "\05\03\01\04\01")
(module binary "\00asm\01\00\00\00" "\05\04\01\05\01\02")
;; 2^48 in LEB128.
(module definition binary "\00asm\01\00\00\00"
  "\05\0a\01\05\00\80\80\80\80\80\80\40")
;; Zeros may follow as far as there is room for 64 bits, in ten bytes.
(module binary "\00asm\01\00\00\00"
  "\05\0c\01\04\81\80\80\80\80\80\80\80\80\00")
(assert_malformed
  (module binary "\00asm\01\00\00\00"
    "\05\0d\01\04\81\80\80\80\80\80\80\80\80\80\00")
  "integer representation too long")
(assert_malformed
  (module binary "\00asm\01\00\00\00"
    "\05\0c\01\04\81\80\80\80\80\80\80\80\80\02")
  "integer too large")
(assert_malformed
  (module binary "\00asm\01\00\00\00" "\05\03\01\08\01")
  "malformed limits flags")
