;; Shapes of several kinds in one array. What each
;; of them is, is found out while the program runs.
(module
  (type $shape (sub (struct)))
  (type $rect
    (sub $shape
      (struct (field $w f64) (field $h f64))))
  ;; A square is a rect, with all that a rect has.
  (type $square
    (sub $rect
      (struct (field $w f64) (field $h f64))))
  (type $circle
    (sub $shape (struct (field $radius f64))))
  (type $zoo (array (ref null $shape)))

  (func $zoo (result (ref $zoo))
    (array.new_fixed $zoo 4
      (struct.new $rect
        (f64.const 2) (f64.const 3))
      (struct.new $circle (f64.const 2))
      (struct.new $square
        (f64.const 4) (f64.const 4))
      (struct.new $shape)))

  (func $shape (param $at i32)
    (result (ref null $shape))
    (array.get $zoo
      (call $zoo)
      (local.get $at)))

  ;; A branch for each kind, which brings the
  ;; reference along with its new type.
  (func $area (export "area")
    (param $at i32) (result f64)
    (local $rect (ref null $rect))
    (block $other (result (ref null $shape))
      (block $is-rect (result (ref $rect))
        (block $is-circle (result (ref $circle))
          (br_on_cast $is-circle
            (ref null $shape) (ref $circle)
            (call $shape (local.get $at)))
          (br_on_cast $is-rect
            (ref null $shape) (ref $rect))
          (br $other))
        ;; A circle is on the stack.
        struct.get $circle $radius
        call $disc
        return)
      ;; A rect, or a square.
      local.tee $rect
      (f64.mul
        (struct.get $rect $w)
        (struct.get $rect $h (local.get $rect)))
      return)
    drop
    f64.const 0)

  (func $disc (param $radius f64) (result f64)
    (f64.mul
      (f64.const 3.14)
      (f64.mul
        (local.get $radius)
        (local.get $radius))))

  ;; ref.test asks: 1 or 0.
  (func (export "is-rect")
    (param $at i32) (result i32)
    (ref.test (ref $rect)
      (call $shape (local.get $at))))

  ;; ref.cast insists: it traps if it is not so.
  (func (export "width")
    (param $at i32) (result f64)
    (struct.get $rect $w
      (ref.cast (ref $rect)
        (call $shape (local.get $at))))))
