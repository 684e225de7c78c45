(module
  (func (export "main")
    (local $i i32)
    (loop $ever
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (nop)
      (nop)
      (br $ever))))
