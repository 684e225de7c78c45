;; br_table branches to the label at the place in
;; its list that a number says, or to the last.
(module
  (import "console" "log" (func $log (param i32)))

  ;; The days of a month, 1 to 12; no leap year.
  (func (export "days")
    (param $month i32) (result i32)
    (block $none
      (block $february
        (block $short
          (block $long
            (br_table $none
              $long $february $long
              $short $long $short
              $long $long $short
              $long $short $long
              $none
              (local.get $month)))
          ;; A branch to $long goes on here.
          (return (i32.const 31)))
        (return (i32.const 30)))
      (return (i32.const 28)))
    (i32.const 0))

  ;; Without return, each case falls into the next.
  (func (export "fall") (param $from i32)
    (block $one
      (block $two
        (block $three
          (br_table $one $one $two $three
            (local.get $from)))
        (call $log (i32.const 3)))
      (call $log (i32.const 2)))
    (call $log (i32.const 1))))
