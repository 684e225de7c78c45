(module
  (memory 100000))
