script-inside-observer-imported-function = inside an observer or an imported function the machine can be read, but not moved
script-nothing-loaded-started = nothing is loaded and started
script-there-no-memory = there is no memory { $index }
script-most-bytes-copied-once = at most { $most } bytes are copied at once, not { $length }
script-memory-has = memory { $index } has { $size } bytes: { $address } + { $length } > { $size }
