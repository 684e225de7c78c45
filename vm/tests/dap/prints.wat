(module
  (import "env" "print" (func $print (param i32 i32)))
  (import "env" "putchar" (func $putchar (param i32)))
  (memory 1)
  (data (i32.const 0) "two\nlines\n")
  (func (export "main")
    (call $print (i32.const 0) (i32.const 10))
    (call $putchar (i32.const 33))
    (call $putchar (i32.const 0x1f642))))
