(module (memory 1)
  (func (drop (memory.grow (i64.const 1)))))
