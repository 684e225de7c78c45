(module
  (func $a)
  (func $b call 7))
