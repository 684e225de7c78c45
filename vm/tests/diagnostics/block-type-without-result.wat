(module
  (func (result i32)
    (block i32 (i32.const 1))))
