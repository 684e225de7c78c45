;; Everything that lies on the heap, and everything that moves control in the ways of 3.0.
(module
  (type $node (struct (field $value (mut i32)) (field $next (mut (ref null $node)))))
  (type $pair (struct (field $vector v128) (field $left anyref) (field $byte (mut i8))))
  (type $bytes (array (mut i8)))
  (type $nodes (array (mut (ref null $node))))
  (type $round (func (param i32 i32) (result i32)))
  (tag $odd (param i32 (ref null $node)))
  (tag $plain)
  (global $kept (mut (ref null $node)) (ref.null $node))
  (global $made (ref $bytes) (array.new $bytes (i32.const 7) (i32.const 9)))
  (table $table 4 anyref)
  (elem $passive (ref null $node) (item (struct.new $node (i32.const 40) (ref.null $node))))
  (data $data "heap data")

  ;; A list that is kept in a global, with garbage beside each node.
  (func (export "list") (param $n i32) (result i32)
    (local $sum i32)
    (local.set $n (i32.and (local.get $n) (i32.const 0xfff)))
    (loop $again
      (drop (array.new $bytes (local.get $n) (i32.const 16)))
      (global.set $kept (struct.new $node (local.get $n) (global.get $kept)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (block $done
      (loop $again
        (br_on_null $done (global.get $kept))
        (local.set $sum (i32.add (struct.get $node $value) (local.get $sum)))
        (global.set $kept (struct.get $node $next (ref.as_non_null (global.get $kept))))
        (br $again)))
    (local.get $sum))

  ;; Exceptions thrown from callees, caught with and without a reference, thrown again.
  (func $throws (param $n i32)
    (if (i32.and (local.get $n) (i32.const 1))
      (then (throw $odd (local.get $n) (struct.new $node (local.get $n) (ref.null $node)))))
    (if (i32.eqz (local.get $n)) (then (throw $plain))))
  (func (export "catch") (param $n i32) (result i32)
    (local $sum i32) (local $seen exnref)
    (local.set $n (i32.and (local.get $n) (i32.const 0xff)))
    (loop $again
      (block $done
        (block $all (result exnref)
          (block $caught (result i32 (ref null $node))
            (try_table (catch $odd $caught) (catch_all_ref $all) (call $throws (local.get $n)))
            (br $done))
          (local.set $sum (i32.add (struct.get $node $value) (local.get $sum)))
          (local.set $sum (i32.add (local.get $sum)))
          (br $done))
        (local.set $seen)
        (block $again (try_table (catch_all $again) (throw_ref (local.get $seen)))))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (i32.ge_s (local.get $n) (i32.const 0))))
    (local.get $sum))
  (func (export "uncaught") (param $n i32)
    (call $throws (i32.or (local.get $n) (i32.const 1))))

  ;; Two functions that call each other in their own place, by index and by reference.
  (func $even (export "even") (type $round) (param $n i32) (param $steps i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (return (local.get $steps))))
    (return_call $odd (i32.sub (i32.and (local.get $n) (i32.const 0xffff)) (i32.const 1))
      (i32.add (local.get $steps) (i32.const 1))))
  (func $odd (type $round) (param $n i32) (param $steps i32) (result i32)
    (if (i32.le_s (local.get $n) (i32.const 0)) (then (return (local.get $steps))))
    (return_call_ref $round (i32.sub (local.get $n) (i32.const 1))
      (i32.add (local.get $steps) (i32.const 1)) (ref.func $even)))

  ;; Casts, arrays, segments, vectors in fields, numbers as references.
  (func (export "shapes") (param $n i32) (result i32)
    (local $array (ref null $nodes)) (local $bytes (ref null $bytes)) (local $i i32)
    (table.set $table (i32.const 0) (ref.i31 (local.get $n)))
    (table.set $table (i32.const 1)
      (struct.new $pair (i8x16.splat (local.get $n)) (global.get $made) (local.get $n)))
    (table.set $table (i32.const 2) (array.new_elem $nodes $passive (i32.const 0) (i32.const 1)))
    (local.set $array (array.new_default $nodes (i32.const 5)))
    (array.fill $nodes (local.get $array) (i32.const 1)
      (struct.new $node (local.get $n) (ref.null $node)) (i32.const 3))
    (array.copy $nodes $nodes (local.get $array) (i32.const 0)
      (local.get $array) (i32.const 1) (i32.const 4))
    (local.set $bytes (array.new_data $bytes $data (i32.const 1) (i32.const 6)))
    (array.init_data $bytes $data (local.get $bytes) (i32.const 1) (i32.const 0) (i32.const 4))
    (array.set $bytes (local.get $bytes) (i32.const 0) (local.get $n))
    (loop $again
      (block $other
        (block $number (result (ref i31))
          (br_on_cast $number anyref (ref i31) (table.get $table (local.get $i)))
          (drop)
          (br $other))
        (local.set $n (i32.add (i31.get_s) (local.get $n))))
      (if (ref.test (ref $pair) (table.get $table (local.get $i)))
        (then
          (local.set $n (i32.add (local.get $n)
            (i8x16.extract_lane_s 3 (struct.get $pair $vector
              (ref.cast (ref $pair) (table.get $table (local.get $i)))))))
          (struct.set $pair $byte (ref.cast (ref $pair) (table.get $table (local.get $i)))
            (local.get $n))))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
        (i32.const 4))))
    (i32.add (local.get $n) (i32.add
      (array.get_s $bytes (local.get $bytes) (i32.const 0))
      (array.len (local.get $array)))))

  ;; A reference that was the host's, and one that goes there and back.
  (func (export "convert") (param $given externref) (result externref i32)
    (local $there externref)
    (local.set $there (extern.convert_any (struct.new $node (i32.const 3) (ref.null $node))))
    (local.get $given)
    (i32.add (ref.is_null (any.convert_extern (local.get $given)))
      (struct.get $node $value (ref.cast (ref $node) (any.convert_extern (local.get $there)))))))
