(module (memory i64 0x1000000000)
  (func (export "fill") (param i64 i64)
    (memory.fill (local.get 0) (i32.const 1) (local.get 1))))
