(module
  (import "env" "putchar" (func (param f64)))
  (func (export "main")))
