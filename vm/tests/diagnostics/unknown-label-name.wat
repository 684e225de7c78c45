(module
  (func
    (block $outer
      (loop $inner
        (br $outr)))))
