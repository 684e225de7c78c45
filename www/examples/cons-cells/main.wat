;; A list without addresses: each cell is an object
;; that holds a number and the rest of the list.
(module
  (import "console" "log" (func $log (param i32)))
  (type $cell
    (struct
      (field $head i32)
      (field $tail (mut (ref null $cell)))))

  ;; 1, 2, 3, ..., made from its end.
  (func $count (param $to i32)
    (result (ref null $cell))
    (local $list (ref null $cell))
    (loop $again
      (if (local.get $to)
        (then
          (local.set $list
            (struct.new $cell
              (local.get $to)
              (local.get $list)))
          (local.set $to
            (i32.sub
              (local.get $to)
              (i32.const 1)))
          (br $again))))
    (local.get $list))

  ;; The sum of a list is its head and the sum of
  ;; its tail; that of no list is 0.
  (func $sum (param $list (ref null $cell))
    (result i32)
    (block $empty
      (i32.add
        (struct.get $cell $head
          ;; Not null any more, if it goes on here.
          (br_on_null $empty (local.get $list)))
        (call $sum
          (struct.get $cell $tail
            (local.get $list))))
      return)
    (i32.const 0))

  (func (export "sum")
    (param $length i32) (result i32)
    (call $sum
      (call $count (local.get $length))))

  ;; Lets the last cell hold the first one, and
  ;; walks on: the end never comes.
  (func (export "round") (param $steps i32)
    (local $list (ref null $cell))
    (local.set $list (call $count (i32.const 2)))
    (struct.set $cell $tail
      (struct.get $cell $tail (local.get $list))
      (local.get $list))
    (loop $next
      (call $log
        (struct.get $cell $head
          (local.get $list)))
      (local.set $list
        (struct.get $cell $tail
          (local.get $list)))
      (br_if $next
        (local.tee $steps
          (i32.sub
            (local.get $steps)
            (i32.const 1))))))

  ;; The tail of the last cell is null.
  (func (export "beyond") (result i32)
    (struct.get $cell $head
      (struct.get $cell $tail
        (call $count (i32.const 1))))))
