(module
  (func $a (result i32) (i64.const 1))
  (func $b)
  (func $c drop)
  (func $d (local.set 0 (i32.const 1))))
