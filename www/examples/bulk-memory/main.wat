;; One instruction fills, copies or initializes a
;; whole range. A loop over bytes is not the same.
(module
  (import "env" "print"
    (func $print
      (param $at i32) (param $length i32)))
  (memory (export "memory") 1)
  ;; Passive: it is in no memory until memory.init.
  (data $words "bulk memory")

  ;; Twelve dots, then the last six bytes of it.
  (func $begin
    (memory.fill
      (i32.const 16)    ;; from where
      (i32.const 46)    ;; the byte, a dot
      (i32.const 12))   ;; how many
    (call $show)
    (memory.init $words
      (i32.const 16)    ;; to where
      (i32.const 5)     ;; from byte 5 of it on
      (i32.const 6))    ;; how many
    (call $show))

  (func $show
    (call $print (i32.const 16) (i32.const 12)))

  ;; Moves it up by two. Source and destination
  ;; overlap; the copy is of what was there before.
  (func (export "copy")
    (call $begin)
    (memory.copy
      (i32.const 18)    ;; to where
      (i32.const 16)    ;; from where
      (i32.const 6))    ;; how many
    (call $show))

  ;; Byte by byte, it reads what it has written.
  (func (export "loop")
    (local $i i32)
    (call $begin)
    (loop $next
      (i32.store8 offset=18
        (local.get $i)
        (i32.load8_u offset=16 (local.get $i)))
      (local.set $i
        (i32.add (local.get $i) (i32.const 1)))
      (br_if $next
        (i32.lt_u (local.get $i) (i32.const 6))))
    (call $show))

  ;; A segment that is dropped has no bytes left.
  (func (export "drop") (param $length i32)
    (call $begin)
    (data.drop $words)
    (memory.init $words
      (i32.const 16)
      (i32.const 0)
      (local.get $length))))
