(module
  (func (export "main)
    nop))
