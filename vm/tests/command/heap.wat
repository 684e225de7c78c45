(module
  (type $node (struct (field (ref null $node))))
  (func (export "main") (param $n i32) (local $list (ref null $node))
    (loop $again
      (local.set $list (struct.new $node (local.get $list)))
      (br_if $again
        (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
