;; A language of eight signs, and what executes it.
;; > < move along cells, + - count in one of them,
;; . prints it, [ ] go round while it is not 0.
(module
  (import "env" "putchar"
    (func $putchar (param i32)))
  (memory (export "memory") 1)
  ;; 8 times: 9 into one cell, 13 and 4 into the
  ;; next two. Then 72, 105 and 33 are printed.
  (data (i32.const 16)
    "++++++++[>+++++++++>+++++++++++++>++++<<<-]"
    ">.>+.>+.")

  (func (export "main")
    (local $at i32)    ;; in the program
    (local $cell i32)  ;; cells are from 256 on
    (local $sign i32)
    (local.set $at (i32.const 16))
    (local.set $cell (i32.const 256))
    (block $end
      (loop $next
        (local.set $sign
          (i32.load8_u (local.get $at)))
        (br_if $end (i32.eqz (local.get $sign)))
        (block $done
          (block $comment
            (block $dot
              (block $minus
                (block $plus
                  ;; From "+", which is 43, to ".".
                  (br_table $plus $comment
                    $minus $dot $comment
                    (i32.sub
                      (local.get $sign)
                      (i32.const 43))))
                (call $count
                  (local.get $cell)
                  (i32.const 1))
                (br $done))
              (call $count
                (local.get $cell) (i32.const -1))
              (br $done))
            (call $putchar
              (i32.load8_u (local.get $cell)))
            (br $done))
          ;; The other signs are not neighbours.
          (local.set $cell
            (i32.add
              (local.get $cell)
              (i32.sub
                (i32.eq
                  (local.get $sign)
                  (i32.const 0x3e))     ;; >
                (i32.eq
                  (local.get $sign)
                  (i32.const 0x3c)))))  ;; <
          (local.set $at
            (call $jump
              (local.get $at)
              (local.get $sign)
              (i32.load8_u (local.get $cell)))))
        (local.set $at
          (i32.add (local.get $at) (i32.const 1)))
        (br $next))))

  ;; A byte goes on with 0 after 255.
  (func $count (param $cell i32) (param $by i32)
    (i32.store8
      (local.get $cell)
      (i32.add
        (i32.load8_u (local.get $cell))
        (local.get $by))))

  ;; Where a bracket leads: "[" to its partner if
  ;; the cell is 0, "]" if it is not; else nowhere.
  (func $jump
    (param $at i32) (param $sign i32)
    (param $byte i32) (result i32)
    (local $way i32)
    (local $depth i32)
    (local.set $way
      (select
        (i32.eq
          (local.get $sign)
          (i32.const 0x5b))     ;; [
        (i32.sub
          (i32.const 0)
          (i32.eq
            (local.get $sign)
            (i32.const 0x5d)))  ;; ]
        (i32.eqz (local.get $byte))))
    (if (i32.eqz (local.get $way))
      (then (return (local.get $at))))
    (loop $next
      ;; Each "[" is one deeper, each "]" one less.
      (local.set $sign
        (i32.load8_u (local.get $at)))
      (local.set $depth
        (i32.add
          (local.get $depth)
          (i32.sub
            (i32.eq
              (local.get $sign)
              (i32.const 0x5b))
            (i32.eq
              (local.get $sign)
              (i32.const 0x5d)))))
      (if (i32.eqz (local.get $depth))
        (then (return (local.get $at))))
      (local.set $at
        (i32.add
          (local.get $at) (local.get $way)))
      (br $next))
    (unreachable)))
