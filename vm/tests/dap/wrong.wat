(module
  (memory 1)
  (tag $refused (param i32))
  (func $load (export "load") (param $at i32) (result i32)
    (i32.load (local.get $at)))
  (func (export "throw") (param $why i32)
    (throw $refused (local.get $why)))
  (func (export "greet") (result i32)
    (call $load (i32.const 70000))))
