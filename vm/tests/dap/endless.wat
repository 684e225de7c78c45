(module
  (func (export "main")
    (loop $ever
      (nop)
      (br $ever))))
