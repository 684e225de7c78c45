;; A node of the list is 8 bytes: a value and the
;; address of the next node, which is 0 at the end.
(module
  (import "console" "log" (func $log (param i32)))
  (memory (export "memory") 1)
  (global $free (mut i32) (i32.const 16))

  ;; Puts a new node before the others.
  (func $push (param $list i32) (param $value i32)
    (result i32)
    (local $node i32)
    (local.set $node (global.get $free))
    (global.set $free
      (i32.add (local.get $node) (i32.const 8)))
    (i32.store
      (local.get $node)
      (local.get $value))
    (i32.store offset=4
      (local.get $node)
      (local.get $list))
    (local.get $node))

  ;; 1, 2, 3, ..., made from its end.
  (func $count (param $to i32) (result i32)
    (local $list i32)
    (loop $again
      (if (local.get $to)
        (then
          (local.set $list
            (call $push
              (local.get $list)
              (local.get $to)))
          (local.set $to
            (i32.sub
              (local.get $to)
              (i32.const 1)))
          (br $again))))
    (local.get $list))

  ;; Follows the addresses, and adds up.
  (func (export "sum")
    (param $length i32) (result i32)
    (local $node i32)
    (local $sum i32)
    (local.set $node
      (call $count (local.get $length)))
    (loop $next
      (if (local.get $node)
        (then
          (local.set $sum
            (i32.add
              (local.get $sum)
              (i32.load (local.get $node))))
          (local.set $node
            (i32.load offset=4 (local.get $node)))
          (br $next))))
    (local.get $sum))

  ;; Turns every address around, and prints.
  (func (export "reverse") (param $length i32)
    (local $node i32)
    (local $before i32)
    (local.set $node
      (call $count (local.get $length)))
    (loop $turn
      (if (local.get $node)
        (then
          ;; The next node waits on the stack.
          (i32.load offset=4 (local.get $node))
          (i32.store offset=4
            (local.get $node)
            (local.get $before))
          (local.set $before (local.get $node))
          local.set $node
          (br $turn))))
    (loop $next
      (if (local.get $before)
        (then
          (call $log
            (i32.load (local.get $before)))
          (local.set $before
            (i32.load offset=4
              (local.get $before)))
          (br $next))))))

;; What lies in memory, for the pane Structures:
;;@ struct Node { value: i32, next: ptr Node }
;;@ view list @ $list: Node
;;@ view node @ $node: Node
;;@ view before @ $before: Node
