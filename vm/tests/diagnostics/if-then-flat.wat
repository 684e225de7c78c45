(module
  (func (param i32)
    local.get 0
    if
    then
      nop
    end))
