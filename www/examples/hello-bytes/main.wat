;; Text is bytes in memory: a segment puts them
;; there, a store changes one, the host prints.
(module
  (import "env" "print"
    (func $print
      (param $at i32) (param $length i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "Hello, bytes!\n")

  (func (export "hello")
    (call $print (i32.const 16) (i32.const 14))
    ;; An "h" in place of the "H": 32 more.
    (i32.store8 (i32.const 16)
      (i32.add
        (i32.load8_u (i32.const 16))
        (i32.const 32)))
    (call $print (i32.const 16) (i32.const 14))))
