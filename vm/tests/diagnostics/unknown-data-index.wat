(module
  (memory 1)
  (func (data.drop 2)))
