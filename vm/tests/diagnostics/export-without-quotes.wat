(module
  (func (export main)))
