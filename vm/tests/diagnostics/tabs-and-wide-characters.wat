(module
	(; 日本 🙂 ;)	(func (i32.foo)))
