(module
  (func (param $big i64) (result i32)
    (i32.add (i32.const 1) (local.get $big))))
