;; Even or odd: two functions that call each other
;; until nothing is left. Do their frames pile up?
(module
  ;; A call in the last place: the frame is given
  ;; up before it, and the stack stays as it is.
  (func $even (export "even")
    (param $n i32) (result i32)
    (if (i32.eqz (local.get $n))
      (then (return (i32.const 1))))
    (return_call $odd
      (i32.sub (local.get $n) (i32.const 1))))

  (func $odd (param $n i32) (result i32)
    (if (i32.eqz (local.get $n))
      (then (return (i32.const 0))))
    (return_call $even
      (i32.sub (local.get $n) (i32.const 1))))

  ;; The same with call: each frame waits for the
  ;; result, only to hand it on.
  (func $waits (export "waits")
    (param $n i32) (result i32)
    (if (i32.eqz (local.get $n))
      (then (return (i32.const 1))))
    (call $waits-odd
      (i32.sub (local.get $n) (i32.const 1))))

  (func $waits-odd (param $n i32) (result i32)
    (if (i32.eqz (local.get $n))
      (then (return (i32.const 0))))
    (call $waits
      (i32.sub (local.get $n) (i32.const 1)))))
