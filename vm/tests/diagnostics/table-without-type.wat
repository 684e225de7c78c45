(module
  (table 1))
