(module
  (func $helper)
  (func (call $helpr)))
