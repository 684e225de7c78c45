(module
  (type $p (struct (field i32)))
  (func (drop (struct.new $p (i32.const 1)))))
