(module (table 1 funcref)
  (func (table.set (i32.const 0) (i32.const 1))))
