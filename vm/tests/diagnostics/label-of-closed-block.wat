(module
  (func
    (block $a)
    (br $a)))
