(module
  (import "env" "putchar" (func $putchar (param i32)))
  (func $init (call $putchar (i32.const 65)))
  (start $init)
  (func (export "main") (call $putchar (i32.const 67)))
  (func (export "_start") (call $putchar (i32.const 66))))
