;; Every access is checked. Where it is out of
;; bounds, the machine stops and changes nothing.
(module
  (memory 1)
  (table $table 3 externref)
  (data $text "bytes")

  ;; Four bytes, from four above the address: those
  ;; of one page end at 65536.
  (func (export "load")
    (param $address i32) (result i32)
    (i32.load offset=4 (local.get $address)))

  ;; One of three elements: 0, 1 or 2.
  (func (export "element") (param $index i32)
    (result externref)
    (table.get $table (local.get $index)))

  ;; Copies so many of the five bytes to 16.
  (func (export "segment") (param $length i32)
    (memory.init $text
      (i32.const 16)
      (i32.const 0)
      (local.get $length))))
