(module
  (func
    (block (br 5))))
