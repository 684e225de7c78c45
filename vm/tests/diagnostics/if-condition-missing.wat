(module
  (func
    (if (then (nop)))))
