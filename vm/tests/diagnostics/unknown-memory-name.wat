(module
  (memory $heap 1)
  (func (result i32) (memory.size $heep)))
