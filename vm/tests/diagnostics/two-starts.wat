(module
  (func $f)
  (start $f)
  (start $f))
