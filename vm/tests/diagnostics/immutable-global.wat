(module
  (global $pi f32 (f32.const 3.14))
  (func (global.set $pi (f32.const 3))))
