(module (memory 1)
  (func (result i32)
    (grow_memory (i32.const 1))))
