(module
  (table 1 funcref)
  (func (elem.drop 0)))
