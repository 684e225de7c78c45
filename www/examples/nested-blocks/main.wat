;; A branch names the block that it leaves: 0 is
;; the innermost. Which end does each number reach?
(module
  (func (export "choose")
    (param $which i32) (result i32)
    (block $outer (result i32)
      (block $middle (result i32)
        (block $inner
          (br_if $inner
            (i32.eqz (local.get $which)))
          (br_if $middle
            (i32.const 20)
            (i32.eq
              (local.get $which)
              (i32.const 1)))
          drop
          (br $outer (i32.const 30)))
        (i32.const 10))
      (i32.const 1)
      i32.add)))
