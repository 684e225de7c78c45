(module
  (import "counter" "add" (func $plus (param i32) (result i32)))
  (import "counter" "clear" (func $clear))
  (func $clear-after (param $n i32)
    (if (i32.gt_s (local.get $n) (i32.const 4)) (then (call $clear))))
  (func (export "main") (param $n i32) (result i32)
    (loop $again
      (call $clear-after (call $plus (local.get $n)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get $n) (i32.const 0))))
    (call $plus (i32.const 100))))
