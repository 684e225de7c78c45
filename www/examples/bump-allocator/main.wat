;; The simplest allocator: memory below $top is
;; taken. It is given back all at once.
(module
  (import "console" "log" (func $log (param i32)))
  (memory (export "memory") 1 2)
  (global $top (mut i32) (i32.const 8))

  ;; The address of so many bytes; 0 for none.
  (func $alloc (export "alloc") (param $size i32)
    (result i32)
    (local $block i32)
    (local $end i32)
    (local.set $block (global.get $top))
    ;; Beyond 2^32 the sum would begin again at 0.
    (if (i32.gt_u
          (local.get $size)
          (i32.sub
            (i32.const -8)
            (local.get $block)))
      (then (return (i32.const 0))))
    ;; Up to a multiple of 8: the next block is for
    ;; a number of any size.
    (local.set $end
      (i32.and
        (i32.add
          (i32.add
            (local.get $block)
            (local.get $size))
          (i32.const 7))
        (i32.const -8)))
    (if (i32.eqz (call $reach (local.get $end)))
      (then (return (i32.const 0))))
    (global.set $top (local.get $end))
    (local.get $block))

  ;; Grows memory up to $end; 0 if it may not.
  (func $reach (param $end i32) (result i32)
    (local $pages i32)
    ;; How many are missing.
    (local.set $pages
      (i32.sub
        (i32.add
          (i32.shr_u
            (i32.sub
              (local.get $end)
              (i32.const 1))
            (i32.const 16))
          (i32.const 1))
        (memory.size)))
    (if (i32.le_s (local.get $pages) (i32.const 0))
      (then (return (i32.const 1))))
    (i32.ne
      (memory.grow (local.get $pages))
      (i32.const -1)))

  ;; Gives everything back.
  (func $reset
    (global.set $top (i32.const 8)))

  ;; Prints where each block is.
  (func (export "main")
    (call $log (call $alloc (i32.const 5)))
    (call $log (call $alloc (i32.const 20)))
    (call $log (call $alloc (i32.const 65536)))
    (call $log (call $alloc (i32.const 65536)))
    (call $reset)
    (call $log (call $alloc (i32.const 5)))))
