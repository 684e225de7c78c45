;; Calls what was compiled from C.
(module
  (import "shapes" "main" (func $shapes (param i32) (result i32)))
  (func (export "main") (param i32) (result i32)
    (call $shapes (local.get 0))))
