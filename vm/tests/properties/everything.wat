;; A little of everything: calls of all kinds, branches of all kinds, memory, tables,
;; globals, segments, the host, recursion, and traps that depend on the argument.
(module $everything
  (type $op (func (param i32 i32) (result i32)))
  (import "host" "ask" (func $ask (param i32) (result i32)))
  (import "host" "pair" (func $pair (result i64 f32)))
  (import "host" "tell" (func $tell (param i32 i64 f32 f64)))
  (import "host" "global" (global $imported i32))
  (memory (export "memory") 1 4)
  (table $t (export "table") 4 64 funcref)
  (table $e 2 8 externref)
  (global $counter (export "counter") (mut i32) (i32.const 0))
  (global $sum (mut f64) (f64.const 0))
  (data (i32.const 16) "some bytes that are there from the start")
  (data $passive "and some that are copied later")
  (elem (table $t) (i32.const 0) func $add $sub $div)
  (elem $later func $add $ask2 $sub)
  (start $begin)

  (func $begin
    (global.set $counter (i32.const 3))
    (drop (call $ask (global.get $imported))))

  (func $add (type $op) (i32.add (local.get 0) (local.get 1)))
  (func $sub (type $op) (i32.sub (local.get 0) (local.get 1)))
  (func $div (type $op) (i32.div_s (local.get 0) (local.get 1)))
  (func $ask2 (type $op)
    (i32.xor (call $ask (local.get 0)) (call $ask (local.get 1))))

  (func $two (param i32) (result i32 i64)
    (local.get 0)
    (i64.extend_i32_s (local.get 0)))

  (func $fib (export "fib") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else
        (i32.add
          (call $fib (i32.sub (local.get $n) (i32.const 1)))
          (call $fib (i32.sub (local.get $n) (i32.const 2)))))))

  (func (export "small_fib") (param i32) (result i32)
    (call $fib (i32.and (local.get 0) (i32.const 15))))

  (func (export "branches") (param $x i32) (result i32) (local $i i32)
    (loop $again
      (block $out
        (block $two
          (block $one
            (br_table $one $two $out (i32.and (local.get $i) (i32.const 3))))
          (global.set $counter (i32.add (global.get $counter) (local.get $i)))
          (br $out))
        (local.set $x (i32.rotl (local.get $x) (i32.const 3))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.const 40))))
    (i32.add (local.get $x) (global.get $counter)))

  (func (export "indirect") (param $x i32) (result i32)
    (table.init $t $later (i32.const 3) (i32.const 0) (i32.const 1))
    (call_indirect $t (type $op)
      (local.get $x) (i32.const 7) (i32.and (local.get $x) (i32.const 7))))

  (func (export "memory_work") (param $x i32) (result i32) (local $i i32)
    (memory.init $passive (i32.const 100) (i32.const 4) (i32.const 9))
    (data.drop $passive)
    (loop $again
      (i32.store8 offset=200 (local.get $i) (local.get $x))
      (i64.store offset=5000
        (i32.shl (local.get $i) (i32.const 3))
        (i64.extend_i32_u (local.get $x)))
      (local.set $x (i32.add (local.get $x)
        (i32.load8_s offset=16 (local.get $i))))
      (br_if $again (i32.lt_u
        (local.tee $i (i32.add (local.get $i) (i32.const 1)))
        (i32.const 30))))
    (drop (memory.grow (i32.const 1)))
    (memory.fill (i32.const 65530) (i32.const 0xab) (i32.const 12))
    (memory.copy (i32.const 300) (i32.const 10) (i32.const 200))
    (i32.load (i32.and (local.get $x) (i32.const 0x3ffff))))

  (func (export "tables") (param $x i32) (result i32)
    (drop (table.grow $t (ref.func $add) (i32.and (local.get $x) (i32.const 15))))
    (table.fill $t (i32.const 0) (ref.null func) (i32.const 2))
    (table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 3))
    (table.set $e (i32.const 1) (table.get $e (i32.const 0)))
    (elem.drop $later)
    (i32.add (table.size $t) (ref.is_null (table.get $t (local.get $x)))))

  (func (export "host") (param $x i32) (result f64) (local $l i64) (local $f f32)
    (loop $again
      (call $pair)
      (local.set $f)
      (local.set $l)
      (call $tell (local.get $x) (local.get $l) (local.get $f) (global.get $sum))
      (global.set $sum (f64.add (global.get $sum) (f64.promote_f32 (local.get $f))))
      (local.set $x (i32.sub (local.get $x) (i32.const 1)))
      (br_if $again (i32.and (local.get $x) (i32.const 7))))
    (global.get $sum))

  (func (export "numbers") (param $x i32) (result i64) (local $rest i64)
    (call $two (local.get $x))
    (i64.mul (i64.const 0x123456789))
    (i64.rotr (i64.const 13))
    (i64.popcnt)
    (i64.trunc_f64_s (f64.sqrt (f64.convert_i32_s (local.get $x))))
    (i64.add)
    (select (i64.const 5) (i32.eqz (local.get $x)))
    (local.set $rest)
    (i64.extend_i32_u)
    (i64.add (local.get $rest)))

  (func $deep (export "deep") (param i32) (result i32)
    (i32.add (i32.const 1) (call $deep (i32.add (local.get 0) (i32.const 1))))))
