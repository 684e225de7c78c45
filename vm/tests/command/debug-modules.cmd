# Places in linked modules: breakpoints, watches, lists and movements there.
debug debug/counts.wat --link counter=debug/counter.wat --invoke main 3 < debug/modules.txt
debug debug/counts.wat --link counter=debug/counter.wat --invoke main 3 < debug/modules-wrong.txt
# A binary has bytes and no lines.
debug debug/doubles.wat --link divider=trap.wasm < debug/modules-binary.txt
# One that was compiled from C has its files.
debug debug/compiled.wat --link shapes=../dwarf/c.wasm --invoke main 1 < debug/modules-compiled.txt
