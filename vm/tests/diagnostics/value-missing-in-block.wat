(module
  (func (result i32)
    i32.const 1
    block
      drop
    end
    i32.const 2))
