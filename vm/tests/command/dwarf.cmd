# Compiled modules: places in the files that they were compiled from.
run ../dwarf/c.wasm --invoke main 1
# A function that was compiled into another one.
run ../dwarf/c.wasm --invoke main -1
# Files that are not beside the module are named, and their lines not shown.
run - --invoke main 1 < ../dwarf/c.wasm
run ../dwarf/rust.wasm --invoke first 8
run ../dwarf/rust.wasm --invoke first 2
run ../dwarf/c.wasm --invoke main 1 --fuel 20
trace ../dwarf/c.wasm --invoke main 3 --from 28
trace ../dwarf/c.wasm --invoke main 3 --format jsonl --from 36
profile ../dwarf/c.wasm --invoke main 1
profile ../dwarf/rust.wasm --invoke first 2 --format json
