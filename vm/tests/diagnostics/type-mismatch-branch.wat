(module
  (func (result i32)
    (block $b (result i32)
      (br $b (i64.const 1)))))
