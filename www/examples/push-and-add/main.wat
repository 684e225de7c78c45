;; Two numbers go onto the stack;
;; one instruction takes both and leaves their sum.
(module
  (func (export "main") (result i32)
    i32.const 7
    i32.const 5
    i32.add))
