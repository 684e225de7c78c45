script-busy = inside an observer or an imported function the machine can be read, but not moved
script-nothing-started = nothing is loaded and started
script-no-memory = there is no memory { $index }
script-too-many-bytes = at most { $most } bytes are copied at once, not { $length }
script-memory-has = memory { $index } has { $size } bytes: { $address } + { $length } > { $size }
