(module
  (func (result i32)
    unreachable
    f64.const 1
    i32.add))
