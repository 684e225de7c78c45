(module
  (func
    nop
    else
    nop))
