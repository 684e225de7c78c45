(module
  (func
    block $first
      (block $folded
        loop $flat
          nop
        end
        (if $inner (i32.const 1) (then
          block $last
            br $lost
          end)))
    end))
