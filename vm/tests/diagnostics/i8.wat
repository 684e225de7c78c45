(module
  (func (param i8)))
