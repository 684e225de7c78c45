(module
  (func $f)
  (export "a" (func 3)))
