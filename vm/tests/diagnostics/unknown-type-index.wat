(module (table 1 funcref)
  (type (func))
  (func (call_indirect (type 4) (i32.const 0))))
