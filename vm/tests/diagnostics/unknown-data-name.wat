(module
  (memory 1) (data $hello "hello")
  (func (data.drop $helo)))
