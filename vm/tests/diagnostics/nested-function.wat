(module
  (func $outer
    (func $inner)))
