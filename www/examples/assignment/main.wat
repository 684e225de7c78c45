;; Four people, four tasks, and what each would
;; cost with each: who does what, to pay the least?
;; The Hungarian method; steps grow as the cube.
(module
  (import "console" "log"
    (func $log (param i32 i32 i32)))
  (memory (export "memory") 1)
  ;; A row for each person, a column for each task.
  (data (i32.const 16)
    "\03\06\04\07"
    "\03\04\08\07"
    "\05\01\07\03"
    "\04\09\02\05")

  ;; Lists of numbers, counted from 1. People and
  ;; tasks have prices. No cost is below the sum of
  ;; its two prices; one that is chosen is the sum.
  (global $of-person i32 (i32.const 64))
  (global $of-task i32 (i32.const 96))
  ;; Who has a task. At task 0 a newcomer waits.
  (global $who i32 (i32.const 128))
  ;; The least that a task costs above its prices,
  ;; and the task whose person would go over to it.
  (global $least i32 (i32.const 160))
  (global $from i32 (i32.const 192))
  ;; Whether a task is among those to be exchanged.
  (global $seen i32 (i32.const 224))

  (func $at (param $list i32) (param $index i32)
    (result i32)
    (i32.add
      (local.get $list)
      (i32.shl
        (local.get $index) (i32.const 2))))
  (func $get (param $list i32) (param $index i32)
    (result i32)
    (i32.load
      (call $at
        (local.get $list) (local.get $index))))
  (func $set (param $list i32) (param $index i32)
    (param $value i32)
    (i32.store
      (call $at
        (local.get $list) (local.get $index))
      (local.get $value)))
  (func $add (param $list i32) (param $index i32)
    (param $value i32)
    (call $set
      (local.get $list) (local.get $index)
      (i32.add
        (call $get
          (local.get $list) (local.get $index))
        (local.get $value))))

  (func $cost
    (param $person i32) (param $task i32)
    (result i32)
    (i32.load8_u offset=11  ;; 16 - 4 - 1
      (i32.add
        (i32.shl
          (local.get $person) (i32.const 2))
        (local.get $task))))

  ;; How much a task is above both prices.
  (func $above
    (param $person i32) (param $task i32)
    (result i32)
    (i32.sub
      (i32.sub
        (call $cost
          (local.get $person) (local.get $task))
        (call $get
          (global.get $of-person)
          (local.get $person)))
      (call $get
        (global.get $of-task) (local.get $task))))

  ;; Looks from the person who has a task at all
  ;; others; gives the nearest that is not seen.
  (func $look (param $task i32) (result i32)
    (local $person i32)
    (local $other i32)
    (local $above i32)
    (local $best i32)
    (local $nearest i32)
    (local.set $person
      (call $get
        (global.get $who) (local.get $task)))
    (call $set (global.get $seen)
      (local.get $task) (i32.const 1))
    (local.set $best (i32.const 0x7fffffff))
    (local.set $other (i32.const 1))
    (loop $next
      (if (i32.eqz
            (call $get
              (global.get $seen)
              (local.get $other)))
        (then
          (local.set $above
            (call $above
              (local.get $person)
              (local.get $other)))
          (if (i32.lt_s
                (local.get $above)
                (call $get
                  (global.get $least)
                  (local.get $other)))
            (then
              (call $set (global.get $least)
                (local.get $other)
                (local.get $above))
              (call $set (global.get $from)
                (local.get $other)
                (local.get $task))))
          (if (i32.lt_s
                (call $get
                  (global.get $least)
                  (local.get $other))
                (local.get $best))
            (then
              (local.set $best
                (call $get
                  (global.get $least)
                  (local.get $other)))
              (local.set $nearest
                (local.get $other))))))
      (local.set $other
        (i32.add
          (local.get $other) (i32.const 1)))
      (br_if $next
        (i32.le_s
          (local.get $other) (i32.const 4))))
    (call $reprice (local.get $best))
    (local.get $nearest))

  ;; Raises the people of the tasks seen and lowers
  ;; these tasks, until one more task can be had.
  (func $reprice (param $by i32)
    (local $task i32)
    (loop $next
      (if (call $get
            (global.get $seen) (local.get $task))
        (then
          (call $add (global.get $of-person)
            (call $get
              (global.get $who)
              (local.get $task))
            (local.get $by))
          (call $add (global.get $of-task)
            (local.get $task)
            (i32.sub
              (i32.const 0) (local.get $by))))
        (else
          (call $add (global.get $least)
            (local.get $task)
            (i32.sub
              (i32.const 0) (local.get $by)))))
      (local.set $task
        (i32.add
          (local.get $task) (i32.const 1)))
      (br_if $next
        (i32.le_s
          (local.get $task) (i32.const 4)))))

  ;; Finds a task for one more person; others may
  ;; have to exchange theirs.
  (func $place (param $person i32)
    (local $task i32)
    (local $before i32)
    (call $set (global.get $who)
      (i32.const 0) (local.get $person))
    (local.set $task (i32.const 4))
    (loop $clear
      (call $set (global.get $seen)
        (local.get $task) (i32.const 0))
      (call $set (global.get $least)
        (local.get $task)
        (i32.const 0x7fffffff))
      (local.set $task
        (i32.sub
          (local.get $task) (i32.const 1)))
      (br_if $clear
        (i32.ge_s
          (local.get $task) (i32.const 0))))
    (local.set $task (i32.const 0))
    (loop $search
      (local.set $task
        (call $look (local.get $task)))
      (br_if $search
        (call $get
          (global.get $who) (local.get $task))))
    ;; Nobody has it: each on the way moves up.
    (loop $move
      (local.set $before
        (call $get
          (global.get $from) (local.get $task)))
      (call $set (global.get $who)
        (local.get $task)
        (call $get
          (global.get $who) (local.get $before)))
      (local.set $task (local.get $before))
      (br_if $move (local.get $task))))

  ;; Prints person, task and cost of each pair, and
  ;; gives back what all of it costs.
  (func (export "main") (result i32)
    (local $n i32)
    (local $person i32)
    (local $sum i32)
    (local.set $n (i32.const 1))
    (loop $next
      (call $place (local.get $n))
      (local.set $n
        (i32.add (local.get $n) (i32.const 1)))
      (br_if $next
        (i32.le_s (local.get $n) (i32.const 4))))
    (local.set $n (i32.const 1))
    (loop $print
      (local.set $person
        (call $get
          (global.get $who) (local.get $n)))
      (call $log
        (local.get $person)
        (local.get $n)
        (call $cost
          (local.get $person) (local.get $n)))
      (local.set $sum
        (i32.add
          (local.get $sum)
          (call $cost
            (local.get $person) (local.get $n))))
      (local.set $n
        (i32.add (local.get $n) (i32.const 1)))
      (br_if $print
        (i32.le_s (local.get $n) (i32.const 4))))
    (local.get $sum)))
