(module
  (table 1 funcref) (func $f) (elem $fs func $f)
  (func (elem.drop $es)))
