(module
  (func (export "main") (result i32)
	(block (result i32) (; 日本 🙂 é ;) i32.ad (i32.const 1))))
