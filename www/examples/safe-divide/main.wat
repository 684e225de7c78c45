;; An exception leaves any number of functions,
;; up to the one that catches it, with a value.
(module
  (import "console" "log" (func $log (param i32)))
  ;; What is thrown: the number not divided.
  (tag $refused (param i32))

  (func $divide (export "divide")
    (param $a i32) (param $b i32) (result i32)
    (if (i32.eqz (local.get $b))
      (then (throw $refused (local.get $a))))
    (i32.div_s (local.get $a) (local.get $b)))

  ;; Knows nothing of exceptions: they pass by.
  (func $percent
    (param $part i32) (param $whole i32)
    (result i32)
    (call $divide
      (i32.mul
        (local.get $part)
        (i32.const 100))
      (local.get $whole)))

  ;; -1 where there is no answer.
  (func (export "safe")
    (param $part i32) (param $whole i32)
    (result i32)
    (block $caught (result i32)
      (return
        (try_table (result i32)
          (catch $refused $caught)
          (call $percent
            (local.get $part)
            (local.get $whole)))))
    ;; A branch to $caught has brought the number.
    call $log
    i32.const -1)

  ;; catch_all catches whatever is thrown. A trap
  ;; is not thrown: nothing catches it.
  (func (export "all")
    (param $a i32) (param $b i32) (result i32)
    (block $caught
      (return
        (try_table (result i32)
          (catch_all $caught)
          (call $divide
            (local.get $a)
            (local.get $b)))))
    (i32.const -1)))
