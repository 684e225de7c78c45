;; Exceptions across tail calls, instances and handlers within handlers.
;;
;; exec/instructions.html#exec-throw, #exec-throw-ref, #exec-try-table: clauses are tried in
;; their order, handlers from the innermost on; a tag is the one at its address, wherever it
;; was defined.

(module $a
  (tag $t (export "t") (param i32))
  (tag $same (export "same") (param i32))
  (tag $none (export "none"))
  (func (export "throw") (param i32) (throw $t (local.get 0)))
  (func (export "throw-same") (param i32) (throw $same (local.get 0)))
  (func (export "throw-none") (throw $none))
  (func (export "trap") (unreachable)))
(register "a" $a)

(assert_exception (invoke $a "throw" (i32.const 1)))
(assert_exception (invoke $a "throw-none"))
(assert_trap (invoke $a "trap") "unreachable")

(module $b
  (tag $t (import "a" "t") (param i32))
  (tag $alias (import "a" "t") (param i32))
  (tag $same (import "a" "same") (param i32))
  (tag $mine (param i32))
  (func $throw (import "a" "throw") (param i32))
  (func $throw-same (import "a" "throw-same") (param i32))
  (func $throw-none (import "a" "throw-none"))
  (func $trap (import "a" "trap"))

  ;; 1000 more for $mine, 2000 for an exception of $a's tag, 3000 for the other.
  (func (export "which") (param i32) (result i32)
    (block $s (result i32)
      (block $t (result i32)
        (block $m (result i32)
          (try_table (catch $mine $m) (catch $t $t) (catch $same $s)
            (call $throw (local.get 0)))
          (return (i32.const 0)))
        (return (i32.add (i32.const 1000))))
      (return (i32.add (i32.const 2000))))
    (i32.add (i32.const 3000)))

  (func (export "which-same") (param i32) (result i32)
    (block $s (result i32)
      (block $t (result i32)
        (try_table (catch $t $t) (catch $same $s)
          (call $throw-same (local.get 0)))
        (return (i32.const 0)))
      (return (i32.add (i32.const 2000))))
    (i32.add (i32.const 3000)))

  ;; Two names of one tag: the first clause has it.
  (func (export "alias") (result i32)
    (block $one (result i32)
      (block $two (result i32)
        (try_table (catch $alias $two) (catch $t $one) (throw $t (i32.const 5)))
        (return (i32.const 0)))
      (return (i32.add (i32.const 100))))
    (i32.add (i32.const 200)))

  ;; catch_all before catch: nothing comes to the second.
  (func (export "all-first") (result i32)
    (block $t (result i32)
      (block $all
        (try_table (catch_all $all) (catch $t $t) (throw $t (i32.const 5)))
        (return (i32.const 0)))
      (return (i32.const 1))))

  ;; A clause of another handler, further out, has it where the inner one has none.
  (func (export "outer") (result i32)
    (block $t (result i32)
      (block $m (result i32)
        (try_table (catch $t $t)
          (try_table (catch $mine $m) (throw $t (i32.const 7))))
        (return (i32.const 0)))
      (return (i32.add (i32.const 10))))
    (i32.add (i32.const 20)))

  ;; What a handler branches to is outside of it: thrown from there, it goes further out.
  (func (export "rethrow") (result i32)
    (local $e exnref)
    (block $outer (result i32)
      (try_table (result i32) (catch $t $outer)
        (block $inner (result exnref)
          (try_table (catch_all_ref $inner) (throw $t (i32.const 9)))
          (return (i32.const 0)))
        (local.set $e)
        (throw_ref (local.get $e))))
    (i32.add (i32.const 30)))

  ;; Values and reference of catch_ref, and the same exception once more.
  (func (export "ref") (result i32 i32)
    (local $e exnref)
    (local $n i32)
    (block $first (result i32 exnref)
      (try_table (catch_ref $t $first) (call $throw (i32.const 11)))
      (unreachable))
    (local.set $e)
    (local.set $n)
    (local.get $n)
    (block $second (result i32)
      (try_table (catch $t $second) (throw_ref (local.get $e)))
      (unreachable)))

  (func (export "null") (throw_ref (ref.null exn)))
  (func (export "null-caught") (result i32)
    (block $all
      (try_table (catch_all $all) (throw_ref (ref.null exn)))
      (return (i32.const 0)))
    (i32.const 1))
  ;; A trap is no exception.
  (func (export "trap-caught") (result i32)
    (block $all
      (try_table (catch_all $all) (call $trap))
      (return (i32.const 0)))
    (i32.const 1))
  (func (export "overflow-caught") (result i32)
    (block $all
      (try_table (catch_all $all) (call $forever))
      (return (i32.const 0)))
    (i32.const 1))
  (func $forever (call $forever))

  ;; A label of a loop: the handler begins it again.
  (func (export "loop") (param $n i32) (result i32)
    (local $turns i32)
    (loop $again
      (local.set $turns (i32.add (local.get $turns) (i32.const 1)))
      (try_table (catch_all $again)
        (if (i32.lt_u (local.get $turns) (local.get $n))
          (then (throw $mine (i32.const 0))))))
    (local.get $turns))
  ;; A loop with a parameter takes the payload.
  (func (export "loop-payload") (param $n i32) (result i32)
    (local.get $n)
    (loop $again (param i32) (result i32)
      (local.set $n)
      (try_table (catch $mine $again)
        (if (local.get $n)
          (then (throw $mine (i32.sub (local.get $n) (i32.const 1))))))
      (i32.add (local.get $n) (i32.const 40))))

  ;; The function's own label: the clause returns.
  (func (export "returns") (result i32)
    (try_table (catch $t 0) (throw $t (i32.const 13)))
    (i32.const 0))

  ;; Operands below the handler stay, those in it go.
  (func (export "height") (result i32)
    (i32.const 100)
    (block $t (result i32)
      (i32.const 0)
      (i32.const 1)
      (i32.const 2)
      (try_table (param i32 i32) (result i32) (catch $t $t)
        (drop) (drop)
        (i32.const 3)
        (throw $t (i32.const 4)))
      (drop) (drop) (unreachable))
    (i32.add)))

(assert_return (invoke "which" (i32.const 1)) (i32.const 2001))
(assert_return (invoke "which-same" (i32.const 1)) (i32.const 3001))
(assert_return (invoke "alias") (i32.const 105))
(assert_return (invoke "all-first") (i32.const 1))
(assert_return (invoke "outer") (i32.const 27))
(assert_return (invoke "rethrow") (i32.const 39))
(assert_return (invoke "ref") (i32.const 11) (i32.const 11))
(assert_trap (invoke "null") "null exception reference")
(assert_trap (invoke "null-caught") "null exception reference")
(assert_trap (invoke "trap-caught") "unreachable")
(assert_exhaustion (invoke "overflow-caught") "call stack exhausted")
(assert_return (invoke "loop" (i32.const 5)) (i32.const 5))
(assert_return (invoke "loop" (i32.const 0)) (i32.const 1))
(assert_return (invoke "loop-payload" (i32.const 4)) (i32.const 40))
(assert_return (invoke "returns") (i32.const 13))
(assert_return (invoke "height") (i32.const 104))

;; A tail call leaves the handlers of the function that it leaves.
(module
  (tag $t (param i32))
  (func $throw (param i32) (result i32) (throw $t (local.get 0)))
  (func $tail (param i32) (result i32)
    (block $in (result i32)
      (try_table (result i32) (catch $t $in)
        (return_call $throw (local.get 0))))
    (i32.add (i32.const 1000)))
  (func $plain (param i32) (result i32)
    (block $in (result i32)
      (try_table (result i32) (catch $t $in)
        (call $throw (local.get 0))))
    (i32.add (i32.const 1000)))
  (func (export "tail") (param i32) (result i32)
    (block $out (result i32)
      (try_table (result i32) (catch $t $out) (call $tail (local.get 0)))
      (return))
    (i32.add (i32.const 1)))
  (func (export "plain") (param i32) (result i32)
    (block $out (result i32)
      (try_table (result i32) (catch $t $out) (call $plain (local.get 0)))
      (return))
    (i32.add (i32.const 1)))
  (func (export "uncaught") (result i32) (return_call $tail (i32.const 3)))

  ;; Through many tail calls to one handler.
  (func $down (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (throw $t (i32.const 8))))
    (return_call $down (i32.sub (local.get $n) (i32.const 1))))
  (func (export "down") (param i32) (result i32)
    (block $out (result i32)
      (try_table (result i32) (catch $t $out) (call $down (local.get 0))))))
(assert_return (invoke "tail" (i32.const 3)) (i32.const 4))
(assert_return (invoke "plain" (i32.const 3)) (i32.const 1003))
(assert_exception (invoke "uncaught"))
(assert_return (invoke "down" (i32.const 200000)) (i32.const 8))

;; Tags are imported by the type of their parameters.
(module (tag (import "a" "t") (param i32)))
(assert_unlinkable
  (module (tag (import "a" "t") (param i64))) "incompatible import type")
(assert_unlinkable
  (module (tag (import "a" "t"))) "incompatible import type")
(assert_unlinkable
  (module (tag (import "a" "throw") (param i32))) "incompatible import type")
(assert_unlinkable
  (module (tag (import "a" "absent") (param i32))) "unknown import")
(assert_invalid
  (module (tag (param i32) (result i32))) "non-empty tag result type")
(assert_invalid
  (module (func (throw 0))) "unknown tag")
(assert_invalid
  (module (tag $t (param i32)) (func (throw $t))) "type mismatch")
(assert_invalid
  (module (tag $t (param i32))
    (func (block $l (result i64) (try_table (catch $t $l)) (i64.const 0)) (drop)))
  "type mismatch")
(assert_invalid
  (module (func (block $l (try_table (catch_all_ref $l))))) "type mismatch")

;; One module, two instances: two tags.
(module definition $twice
  (tag $t (export "t"))
  (func (export "throw") (throw $t)))
(module instance $first $twice)
(module instance $second $twice)
(register "first" $first)
(register "second" $second)
(module
  (tag $t (import "first" "t"))
  (func $one (import "first" "throw"))
  (func $two (import "second" "throw"))
  (func (export "one") (result i32)
    (block $t (block $all
      (try_table (catch $t $t) (catch_all $all) (call $one)) (return (i32.const 0)))
      (return (i32.const 2)))
    (i32.const 1))
  (func (export "two") (result i32)
    (block $t (block $all
      (try_table (catch $t $t) (catch_all $all) (call $two)) (return (i32.const 0)))
      (return (i32.const 2)))
    (i32.const 1)))
(assert_return (invoke "one") (i32.const 1))
(assert_return (invoke "two") (i32.const 2))

;; Out of a start function.
(assert_exception
  (module (tag $t) (func $f (throw $t)) (start $f)))
