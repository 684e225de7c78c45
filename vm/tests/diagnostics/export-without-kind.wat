(module
  (func $f)
  (export "x" $f))
