;; A machine like the one that executes it: bytes
;; as instructions, and a stack of numbers.
(module
  (memory (export "memory") 1)
  ;; 0 halt   3 multiply  6 over
  ;; 1 push   4 dup       7 jump if zero
  ;; 2 add    5 swap      8 jump    9 drop
  (data (i32.const 0)   ;; n is on the stack
    "\01\01\05"          ;;  0 push 1, swap
    "\04\07\0f"          ;;  3 dup, to 15 if 0
    "\05\06\03"          ;;  6 swap, over, multiply
    "\05\01\ff\02"       ;;  9 swap, push -1, add
    "\08\03"             ;; 13 to 3
    "\09\00")            ;; 15 drop, halt
  ;; The stack grows from 256 up; this is its top,
  ;; the first place that is free.
  (global $top (mut i32) (i32.const 256))
  ;; Where the next byte of the program is.
  (global $pc (mut i32) (i32.const 0))

  (func $push (param $value i32)
    (i32.store
      (global.get $top) (local.get $value))
    (global.set $top
      (i32.add (global.get $top) (i32.const 4))))

  (func $pop (result i32)
    (global.set $top
      (i32.sub (global.get $top) (i32.const 4)))
    (i32.load (global.get $top)))

  ;; The next byte of the program, -128 to 127.
  (func $byte (result i32)
    (i32.load8_s (global.get $pc))
    (global.set $pc
      (i32.add (global.get $pc) (i32.const 1))))

  ;; Runs the program with a number on its stack;
  ;; gives back what is on top when it halts.
  (func (export "run") (param $n i32)
    (result i32)
    (local $a i32)
    (local $b i32)
    (call $push (local.get $n))
    (loop $next
      (block $halt
        (block $drop
          (block $jump
            (block $jump-if-zero
              (block $over
                (block $swap
                  (block $dup
                    (block $multiply
                      (block $add
                        (block $push
                          (br_table
                            $halt $push $add
                            $multiply $dup $swap
                            $over $jump-if-zero
                            $jump $drop $halt
                            (call $byte)))
                        (call $push (call $byte))
                        (br $next))
                      (call $push
                        (i32.add
                          (call $pop)
                          (call $pop)))
                      (br $next))
                    (call $push
                      (i32.mul
                        (call $pop) (call $pop)))
                    (br $next))
                  (local.set $a (call $pop))
                  (call $push (local.get $a))
                  (call $push (local.get $a))
                  (br $next))
                (local.set $b (call $pop))
                (local.set $a (call $pop))
                (call $push (local.get $b))
                (call $push (local.get $a))
                (br $next))
              ;; The second one, once more.
              (local.set $b (call $pop))
              (local.set $a (call $pop))
              (call $push (local.get $a))
              (call $push (local.get $b))
              (call $push (local.get $a))
              (br $next))
            (local.set $a (call $byte))
            (if (i32.eqz (call $pop))
              (then
                (global.set $pc (local.get $a))))
            (br $next))
          (global.set $pc (call $byte))
          (br $next))
        (drop (call $pop))
        (br $next)))
    (call $pop)))
