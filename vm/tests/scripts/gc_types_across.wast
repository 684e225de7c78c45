;; Types of several modules: equal where their recursive groups are.
;;
;; valid/conventions.html#rolled-up-types: two defined types are the same if their groups are,
;; with what they refer to, and they stand at the same place in them. valid/matching.html.

(module $a
  (rec
    (type $list (struct (field i32) (field (mut (ref null $tree)))))
    (type $tree (struct (field (ref null $list)))))
  (type $open (sub (struct (field i32))))
  (type $sub (sub $open (struct (field i32) (field i64))))
  (type $final (struct (field i32)))
  (func (export "list") (result (ref $list)) (struct.new $list (i32.const 5) (ref.null $tree)))
  (func (export "any-list") (result anyref) (struct.new $list (i32.const 5) (ref.null $tree)))
  (func (export "any-open") (result anyref) (struct.new $open (i32.const 6)))
  (func (export "any-sub") (result anyref)
    (struct.new $sub (i32.const 7) (i64.const 8)))
  (func (export "any-final") (result anyref) (struct.new $final (i32.const 9)))
  (func (export "sub") (result (ref $sub)) (struct.new $sub (i32.const 7) (i64.const 8)))
  (table (export "table") 1 (ref null $open))
  (global (export "global") (mut (ref null $open)) (ref.null $open))
  (global (export "const") (ref $sub) (struct.new $sub (i32.const 1) (i64.const 2))))
(register "a" $a)

;; The same group under other names.
(module $b
  (rec
    (type $x (struct (field i32) (field (mut (ref null $y)))))
    (type $y (struct (field (ref null $x)))))
  (type $o (sub (struct (field i32))))
  (type $s (sub $o (struct (field i32) (field i64))))
  (type $f (struct (field i32)))
  (func $list (import "a" "list") (result (ref $x)))
  (func $any-list (import "a" "any-list") (result anyref))
  (func $any-open (import "a" "any-open") (result anyref))
  (func $any-sub (import "a" "any-sub") (result anyref))
  (func $any-final (import "a" "any-final") (result anyref))
  ;; A result of a subtype: the function's type is final, so it does not match.
  (func $sub (import "a" "sub") (result (ref $s)))
  (global (import "a" "const") (ref $o))
  (global (import "a" "const") (ref struct))
  (global (import "a" "global") (mut (ref null $o)))
  (table (import "a" "table") 1 (ref null $o))
  (func (export "head") (result i32) (struct.get $x 0 (call $list)))
  (func (export "cast") (result i32)
    (struct.get $x 0 (ref.cast (ref $x) (call $any-list))))
  (func (export "tree") (result i32) (ref.test (ref $y) (call $any-list)))
  (func (export "open-o") (result i32) (ref.test (ref $o) (call $any-open)))
  (func (export "open-s") (result i32) (ref.test (ref $s) (call $any-open)))
  (func (export "open-f") (result i32) (ref.test (ref $f) (call $any-open)))
  (func (export "sub-o") (result i32) (ref.test (ref $o) (call $any-sub)))
  (func (export "sub-s") (result i32) (ref.test (ref $s) (call $any-sub)))
  (func (export "final-o") (result i32) (ref.test (ref $o) (call $any-final)))
  (func (export "final-f") (result i32) (ref.test (ref $f) (call $any-final)))
  (func (export "wrong") (result i32)
    (struct.get $s 0 (ref.cast (ref $s) (call $any-open)))))

(assert_return (invoke "head") (i32.const 5))
(assert_return (invoke "cast") (i32.const 5))
(assert_return (invoke "tree") (i32.const 0))
(assert_return (invoke "open-o") (i32.const 1))
(assert_return (invoke "open-s") (i32.const 0))
(assert_return (invoke "open-f") (i32.const 0))
(assert_return (invoke "sub-o") (i32.const 1))
(assert_return (invoke "sub-s") (i32.const 1))
(assert_return (invoke "final-o") (i32.const 0))
(assert_return (invoke "final-f") (i32.const 1))
(assert_trap (invoke "wrong") "cast failure")

;; Groups that differ: in order, in size, in mutability, in finality, in what is referred to.
(assert_unlinkable
  (module
    (rec
      (type $y (struct (field (ref null $x))))
      (type $x (struct (field i32) (field (mut (ref null $y))))))
    (func (import "a" "list") (result (ref $x))))
  "incompatible import type")
(assert_unlinkable
  (module
    (rec
      (type $x (struct (field i32) (field (mut (ref null $y)))))
      (type $y (struct (field (ref null $x))))
      (type $z (struct)))
    (func (import "a" "list") (result (ref $x))))
  "incompatible import type")
(assert_unlinkable
  (module
    (rec
      (type $x (struct (field i32) (field (ref null $y))))
      (type $y (struct (field (ref null $x)))))
    (func (import "a" "list") (result (ref $x))))
  "incompatible import type")
(assert_unlinkable
  (module
    (rec
      (type $x (sub (struct (field i32) (field (mut (ref null $y))))))
      (type $y (struct (field (ref null $x)))))
    (func (import "a" "list") (result (ref $x))))
  "incompatible import type")
(assert_unlinkable
  (module
    (rec
      (type $x (struct (field i32) (field (mut (ref null $y)))))
      (type $y (struct (field (ref $x)))))
    (func (import "a" "list") (result (ref $x))))
  "incompatible import type")
(assert_unlinkable
  (module (func (import "a" "list") (result anyref))) "incompatible import type")
(assert_unlinkable
  (module (type $o (sub (struct (field i32)))) (func (import "a" "sub") (result (ref $o))))
  "incompatible import type")
;; What can be written has to be of exactly that type, in tables and in globals.
(assert_unlinkable
  (module (table (import "a" "table") 1 anyref)) "incompatible import type")
(assert_unlinkable
  (module (global (import "a" "global") (mut anyref))) "incompatible import type")
(assert_unlinkable
  (module (global (import "a" "global") (ref null struct))) "incompatible import type")
(assert_unlinkable
  (module (global (import "a" "const") (ref array))) "incompatible import type")
(assert_unlinkable
  (module (global (import "a" "const") (ref i31))) "incompatible import type")

;; A function of a subtype is imported, and called through a table, as one of its supertype.
(module $c
  (type $f (sub (func (result eqref))))
  (type $g (sub $f (func (result (ref i31)))))
  (func $g (export "g") (type $g) (ref.i31 (i32.const 21)))
  (table (export "funcs") 2 funcref)
  (elem (i32.const 0) func $g))
(register "c" $c)
(module
  (type $f (sub (func (result eqref))))
  (type $other (func (result eqref)))
  (func $g (import "c" "g") (type $f))
  (table $t (import "c" "funcs") 2 funcref)
  (func (export "direct") (result eqref) (call $g))
  (func (export "indirect") (result eqref) (call_indirect $t (type $f) (i32.const 0)))
  (func (export "other") (result eqref) (call_indirect $t (type $other) (i32.const 0)))
  (func (export "test") (result i32) (ref.test (ref $f) (table.get $t (i32.const 0))))
  (func (export "test-other") (result i32)
    (ref.test (ref $other) (table.get $t (i32.const 0)))))
(assert_return (invoke "direct") (ref.i31))
(assert_return (invoke "indirect") (ref.i31))
(assert_trap (invoke "other") "indirect call type mismatch")
(assert_return (invoke "test") (i32.const 1))
(assert_return (invoke "test-other") (i32.const 0))
(assert_unlinkable
  (module (type $other (func (result eqref))) (func (import "c" "g") (type $other)))
  "incompatible import type")
