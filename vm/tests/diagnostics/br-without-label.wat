(module
  (func
    (block (br))))
