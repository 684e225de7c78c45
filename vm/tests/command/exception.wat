(module
  (tag $odd (param i32))
  (func $check (param i32)
    (if (i32.and (local.get 0) (i32.const 1))
      (then (throw $odd (local.get 0)))))
  (func (export "main") (param i32)
    (call $check (local.get 0))))
