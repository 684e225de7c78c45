(module
  (func
    block
    nop))
