;; Tail calls to functions of other instances and of the host.
;;
;; exec/instructions.html#exec-return-call, #exec-return-call-indirect, #exec-return-call-ref.

(module $a
  (type $f (func (param i64 i64) (result i64)))
  (global $g (mut i64) (i64.const 10))
  (func $sub (export "sub") (type $f)
    (i64.add (global.get $g) (i64.sub (local.get 0) (local.get 1))))
  (table (export "table") 3 funcref)
  (elem (i32.const 1) func $sub)
  (global (export "ref") (ref $f) (ref.func $sub)))
(register "a" $a)

(module $b
  (type $f (func (param i64 i64) (result i64)))
  (func $sub (import "a" "sub") (type $f))
  (func $print (import "spectest" "print_i32") (param i32))
  (table $t (import "a" "table") 3 funcref)
  (global $ref (import "a" "ref") (ref $f))
  ;; $a has another one, which its functions go on to see.
  (global $g (mut i64) (i64.const 0))
  (func (export "direct") (param i64 i64) (result i64)
    (return_call $sub (local.get 1) (local.get 0)))
  (func (export "indirect") (param i64 i64 i32) (result i64)
    (return_call_indirect $t (type $f) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "ref") (param i64 i64) (result i64)
    (return_call_ref $f (local.get 0) (local.get 1) (global.get $ref)))
  (func (export "null") (result i64)
    (return_call_ref $f (i64.const 0) (i64.const 0) (ref.null $f)))
  (func $host (export "host") (param i32) (return_call $print (local.get 0)))
  (func (export "host-below") (result i32) (call $host (i32.const 1)) (i32.const 2))
  ;; Back and forth, in constant room.
  (func $there (param $n i64) (param $sum i64) (result i64)
    (local $big v128)
    (if (i64.eqz (local.get $n)) (then (return (local.get $sum))))
    (return_call $back (i64.sub (local.get $n) (i64.const 1)) (local.get $sum)))
  (func $back (param $n i64) (param $sum i64) (result i64)
    (return_call $there (local.get $n) (i64.add (local.get $sum) (local.get $n))))
  (func (export "far") (param i64) (result i64)
    (return_call $there (local.get 0) (i64.const 0)))
  ;; More parameters than the function that leaves has, below operands of a caller.
  (func $few (result i32) (return_call $many
    (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 5)))
  (func $many (param i32 i64 f32 f64 i32) (result i32)
    (i32.add (local.get 0) (local.get 4)))
  (func (export "more") (result i32) (i32.mul (i32.const 100) (call $few)))
  ;; Out of blocks, with operands left behind.
  (func (export "blocks") (result i32)
    (i32.const 77)
    (block (i32.const 78) (loop (return_call $few)) (drop))))

(assert_return (invoke "direct" (i64.const 1) (i64.const 5)) (i64.const 14))
(assert_return (invoke "indirect" (i64.const 5) (i64.const 1) (i32.const 1)) (i64.const 14))
(assert_trap (invoke "indirect" (i64.const 5) (i64.const 1) (i32.const 0))
  "uninitialized element")
(assert_trap (invoke "indirect" (i64.const 5) (i64.const 1) (i32.const 3))
  "undefined element")
(assert_return (invoke "ref" (i64.const 5) (i64.const 1)) (i64.const 14))
(assert_trap (invoke "null") "null function")
(assert_return (invoke "host" (i32.const 3)))
(assert_return (invoke "host-below") (i32.const 2))
(assert_return (invoke "far" (i64.const 300000)) (i64.const 44999850000))
(assert_return (invoke "more") (i32.const 600))
(assert_return (invoke "blocks") (i32.const 6))

;; The results have to be those of the function that is left.
(assert_invalid
  (module (func $f (result i32) (i32.const 0)) (func (return_call $f))) "type mismatch")
(assert_invalid
  (module (func $f) (func (result i32) (return_call $f))) "type mismatch")
;; A subtype will do.
(module
  (func $f (result (ref i31)) (ref.i31 (i32.const 3)))
  (func $g (result eqref) (return_call $f))
  (func (export "subtype") (result i32) (i31.get_u (ref.cast (ref i31) (call $g)))))
(assert_return (invoke "subtype") (i32.const 3))
