(module
  (func (export “main”)))
