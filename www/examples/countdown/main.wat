;; A loop does not repeat by itself:
;; only a branch to its label begins it again.
(module
  (import "console" "log" (func $log (param i32)))

  (func (export "countdown") (param $n i32)
    (loop $again
      (call $log (local.get $n))
      (local.set $n
        (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again
        (i32.ge_s (local.get $n) (i32.const 0))))))
