(module
  (func (export "a) (result i32) (i32.const 1)) ;; "
)
