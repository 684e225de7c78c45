;; References are values: a table of functions that
;; is empty at first and grows while it runs.
(module
  (import "console" "log" (func $log (param i32)))
  (type $handler (func))
  (table $handlers 0 4 funcref)
  ;; These are referred to by instructions only.
  (elem declare func $ping $pong)

  (func $ping (call $log (i32.const 1)))
  (func $pong (call $log (i32.const 2)))

  ;; table.grow gives the size that it had before:
  ;; the place of what is new; or -1.
  (func $add (param $function funcref)
    (result i32)
    (table.grow $handlers
      (local.get $function)
      (i32.const 1)))

  (func $fill
    (drop (call $add (ref.func $ping)))
    (drop (call $add (ref.func $pong)))
    (drop (call $add (ref.null func)))
    ;; The first once more, behind the others.
    (drop
      (call $add
        (table.get $handlers (i32.const 0)))))

  ;; Calls every function, and leaves out null.
  (func (export "all")
    (local $at i32)
    (call $fill)
    (loop $next
      (if
        (i32.eqz
          (ref.is_null
            (table.get $handlers
              (local.get $at))))
        (then
          (call_indirect $handlers
            (type $handler)
            (local.get $at))))
      (local.set $at
        (i32.add (local.get $at) (i32.const 1)))
      (br_if $next
        (i32.lt_u
          (local.get $at)
          (table.size $handlers)))))

  ;; Calls one, whatever is there.
  (func (export "one") (param $at i32)
    (call $fill)
    (call_indirect $handlers (type $handler)
      (local.get $at)))

  ;; Whether a fifth has room: four are the most.
  (func (export "fifth") (result i32)
    (call $fill)
    (call $add (ref.func $ping))))
