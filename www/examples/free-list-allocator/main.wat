;; Blocks that are given back are kept in a list,
;; handed out again, and joined with neighbours.
(module
  (import "console" "log" (func $log (param i32)))
  (memory (export "memory") 1)
  ;; A free block: its size in bytes, and where the
  ;; next one is, in order of addresses; 0 ends it.
  ;; At 8 is one of no size, so that the first is
  ;; never a special case. A taken block keeps its
  ;; size in front of the bytes that are given out.
  (data (i32.const 8)
    "\00\00\00\00" "\10\00\00\00"   ;; next: 16
    "\70\00\00\00" "\00\00\00\00")  ;; 112 bytes

  (func $size (param $block i32) (result i32)
    (i32.load (local.get $block)))
  (func $next (param $block i32) (result i32)
    (i32.load offset=4 (local.get $block)))
  (func $link (param $block i32) (param $to i32)
    (i32.store offset=4
      (local.get $block) (local.get $to)))

  ;; The address of so many bytes; 0 for none.
  (func $alloc (export "alloc")
    (param $bytes i32) (result i32)
    (local $need i32)
    (local $before i32)
    (local $block i32)
    (local $rest i32)
    (if (i32.gt_u
          (local.get $bytes) (i32.const 112))
      (then (return (i32.const 0))))
    ;; With its size in front, a multiple of 8.
    (local.set $need
      (i32.and
        (i32.add (local.get $bytes) (i32.const 11))
        (i32.const -8)))
    (local.set $before (i32.const 8))
    ;; The first that is large enough.
    (loop $look
      (local.set $block
        (call $next (local.get $before)))
      (if (i32.eqz (local.get $block))
        (then (return (i32.const 0))))
      (if (i32.lt_u
            (call $size (local.get $block))
            (local.get $need))
        (then
          (local.set $before (local.get $block))
          (br $look))))
    (local.set $rest
      (i32.add
        (local.get $block) (local.get $need)))
    (if (i32.eq
          (call $size (local.get $block))
          (local.get $need))
      (then
        (local.set $rest
          (call $next (local.get $block))))
      (else
        ;; What is too much stays in the list.
        (i32.store
          (local.get $rest)
          (i32.sub
            (call $size (local.get $block))
            (local.get $need)))
        (call $link
          (local.get $rest)
          (call $next (local.get $block)))))
    (call $link
      (local.get $before) (local.get $rest))
    (i32.store
      (local.get $block) (local.get $need))
    (i32.add (local.get $block) (i32.const 4)))

  ;; Gives back what $alloc has given.
  (func $free (param $address i32)
    (local $block i32)
    (local $before i32)
    (local.set $block
      (i32.sub (local.get $address) (i32.const 4)))
    (local.set $before (i32.const 8))
    ;; No free block lies between the two.
    (loop $look
      (if (i32.lt_u
            (i32.sub
              (call $next (local.get $before))
              (i32.const 1))  ;; 0 comes last
            (local.get $block))
        (then
          (local.set $before
            (call $next (local.get $before)))
          (br $look))))
    (call $link
      (local.get $block)
      (call $next (local.get $before)))
    (call $link
      (local.get $before) (local.get $block))
    (call $join (local.get $block))
    (call $join (local.get $before)))

  ;; Takes in the next block if that touches it.
  (func $join (param $block i32)
    (local $next i32)
    (local.set $next
      (call $next (local.get $block)))
    (if (i32.eq
          (i32.add
            (local.get $block)
            (call $size (local.get $block)))
          (local.get $next))
      (then
        (i32.store
          (local.get $block)
          (i32.add
            (call $size (local.get $block))
            (call $size (local.get $next))))
        (call $link
          (local.get $block)
          (call $next (local.get $next))))))

  ;; Prints where each block is.
  (func (export "main")
    (local $a i32)
    (local $b i32)
    (local $c i32)
    (local.set $a (call $alloc (i32.const 20)))
    (local.set $b (call $alloc (i32.const 12)))
    (local.set $c (call $alloc (i32.const 20)))
    (call $log (local.get $a))
    (call $log (local.get $b))
    (call $log (local.get $c))
    (call $free (local.get $b))
    (call $log (call $alloc (i32.const 30)))
    ;; $a and $b are neighbours: now there is room.
    (call $free (local.get $a))
    (call $log (call $alloc (i32.const 30)))))
