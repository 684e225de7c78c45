(module
  (table $t 1 funcref)
  (func (result i32) (table.size $u)))
