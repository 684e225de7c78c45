;; version 3
(module
  (type $point (struct (field i32) (field (ref null $point))))
  (func (result (ref $point))
    i64.const 7
    ref.null $point
    struct.new $point))
