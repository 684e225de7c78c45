(module
  (func (export "run"))
  (func (export "run")))
