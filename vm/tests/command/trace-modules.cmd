# Lines of linked modules are those of their own text, or of what they were compiled from.
trace debug/counts.wat --link counter=debug/counter.wat --invoke main 1 --to 20
trace debug/counts.wat --link counter=debug/counter.wat --invoke main 1 --to 20 --format jsonl
trace debug/compiled.wat --link shapes=../dwarf/c.wasm --invoke main 1 --to 12
trace debug/compiled.wat --link shapes=../dwarf/c.wasm --invoke main 1 --to 12 --format jsonl
