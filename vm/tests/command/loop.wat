(module
  (func $count (export "main") (param $n i32) (local i64)
    (loop $again
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br $again))))
