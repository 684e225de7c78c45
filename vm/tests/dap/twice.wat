(module
  (memory 1)
  (func $twice (export "twice") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1))))
