(module
  (global $base (export "base") i32 (i32.const 2))
  (func $double (export "double") (param i32) (result i32)
    (i32.mul (local.get 0) (i32.const 2))))
