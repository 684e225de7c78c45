(module
  (func $f)
  (func call nop))
