(module
  (memory 5000)
  (func (export "main")))
