(module
  (func $f (param i32) i32
    (local.get 0)))
