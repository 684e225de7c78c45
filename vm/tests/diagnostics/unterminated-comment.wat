(module
  (; here begins
  (func))
