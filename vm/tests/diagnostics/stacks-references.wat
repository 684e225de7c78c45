;; version 3
(module
  (type $point (struct (field i32) (field (ref null $point))))
  (type $line (struct (field i32)))
  (func $length (param (ref null $point) i32))
  (func (param $l (ref $line))
    i32.const 7
    local.get $l
    i32.const 1
    call $length
    unreachable))
