(module
  (import "two" "f" (func))
  (func (export "f")))
