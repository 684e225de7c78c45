;; So many queens on a board of so many rows, none
;; of which attacks another: how many ways?
(module
  ;; A queen goes into each row. Columns are bits.
  (global $all (mut i32) (i32.const 0))

  (func (export "count") (param $queens i32)
    (result i32)
    (global.set $all
      (i32.sub
        (i32.shl
          (i32.const 1) (local.get $queens))
        (i32.const 1)))
    (call $place
      (i32.const 0) (i32.const 0) (i32.const 0)))

  ;; Ways to fill the rows that are left. A bit is
  ;; 1 where a queen above attacks: straight down,
  ;; or along diagonals, to the left or the right.
  (func $place
    (param $down i32) (param $left i32)
    (param $right i32) (result i32)
    (local $free i32)
    (local $queen i32)
    (local $ways i32)
    (if (i32.eq
          (local.get $down) (global.get $all))
      (then (return (i32.const 1))))
    (local.set $free
      (i32.and
        (global.get $all)
        (i32.xor
          (i32.const -1)
          (i32.or
            (local.get $down)
            (i32.or
              (local.get $left)
              (local.get $right))))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $free)))
        ;; The lowest bit is the next to be tried.
        (local.set $queen
          (i32.and
            (local.get $free)
            (i32.sub
              (i32.const 0) (local.get $free))))
        (local.set $free
          (i32.xor
            (local.get $free) (local.get $queen)))
        ;; One row down the diagonals have moved.
        (local.set $ways
          (i32.add
            (local.get $ways)
            (call $place
              (i32.or
                (local.get $down)
                (local.get $queen))
              (i32.shl
                (i32.or
                  (local.get $left)
                  (local.get $queen))
                (i32.const 1))
              (i32.shr_u
                (i32.or
                  (local.get $right)
                  (local.get $queen))
                (i32.const 1)))))
        (br $next)))
    (local.get $ways)))
