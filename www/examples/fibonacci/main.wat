;; 0 1 1 2 3 5 8 ...: each number is the sum of the
;; two before it. Three ways to the same result.
(module
  (memory (export "memory") 1)

  ;; As it is defined; most is done many times.
  (func $fib (export "recursive") (param $n i32)
    (result i64)
    (if (result i64)
      (i32.lt_u (local.get $n) (i32.const 2))
      (then (i64.extend_i32_u (local.get $n)))
      (else
        (i64.add
          (call $fib
            (i32.sub
              (local.get $n)
              (i32.const 1)))
          (call $fib
            (i32.sub
              (local.get $n)
              (i32.const 2)))))))

  ;; Only the last two numbers are kept.
  (func (export "loop") (param $n i32) (result i64)
    (local $this i64)
    (local $next i64)
    (local.set $next (i64.const 1))
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $n)))
        local.get $next   ;; it waits on the stack
        (local.set $next
          (i64.add
            (local.get $this)
            (local.get $next)))
        local.set $this
        (local.set $n
          (i32.sub (local.get $n) (i32.const 1)))
        (br $again)))
    (local.get $this))

  ;; As the first, but each number is noted in
  ;; memory, and looked up when it comes again.
  (func $memo (export "table")
    (param $n i32) (result i64)
    (local $known i64)
    (if (i32.lt_u (local.get $n) (i32.const 2))
      (then
        (return
          (i64.extend_i32_u (local.get $n)))))
    (local.set $known
      (i64.load (call $place (local.get $n))))
    (if (i64.eqz (local.get $known))
      (then
        (local.set $known
          (i64.add
            (call $memo
              (i32.sub
                (local.get $n)
                (i32.const 1)))
            (call $memo
              (i32.sub
                (local.get $n)
                (i32.const 2)))))
        (i64.store
          (call $place (local.get $n))
          (local.get $known))))
    (local.get $known))

  (func $place (param $n i32) (result i32)
    (i32.mul (local.get $n) (i32.const 8))))
