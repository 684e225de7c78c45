;; Whatever is a multiple of a smaller number is
;; crossed out; what is left is prime.
(module
  ;; A byte for each number: 1 is crossed out.
  (memory (export "memory") 1)

  ;; How many primes there are below a number.
  (func (export "count") (param $below i32)
    (result i32)
    (local $n i32)
    (local $primes i32)
    (local.set $n (i32.const 2))
    (block $done
      (loop $again
        (br_if $done
          (i32.ge_u
            (local.get $n) (local.get $below)))
        (if (i32.eqz
              (i32.load8_u (local.get $n)))
          (then
            (local.set $primes
              (i32.add
                (local.get $primes)
                (i32.const 1)))
            (call $cross-out
              (local.get $n) (local.get $below))))
        (local.set $n
          (i32.add (local.get $n) (i32.const 1)))
        (br $again)))
    (local.get $primes))

  ;; Crosses out the multiples of a prime.
  (func $cross-out
    (param $prime i32) (param $below i32)
    (local $at i32)
    ;; Smaller ones have a smaller prime in them,
    ;; and were crossed out because of that.
    (local.set $at
      (i32.mul
        (local.get $prime) (local.get $prime)))
    (block $done
      (loop $again
        (br_if $done
          (i32.ge_u
            (local.get $at) (local.get $below)))
        (i32.store8 (local.get $at) (i32.const 1))
        (local.set $at
          (i32.add
            (local.get $at) (local.get $prime)))
        (br $again)))))
