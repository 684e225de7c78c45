(module
  (import "one" "f" (func))
  (func (export "f")))
