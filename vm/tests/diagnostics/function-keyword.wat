(module
  (function $f))
