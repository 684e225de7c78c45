;; Says that it has begun, and never ends.
(module
  (import "env" "print" (func $print (param i32 i32)))
  (memory 1)
  (data (i32.const 0) "begun\n")
  (func (export "main")
    (call $print (i32.const 0) (i32.const 6))
    (loop $ever
      (br $ever))))
