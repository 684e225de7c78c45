(module
  (func
    nop
    end))
