# Modules with debugging information: files and lines that they were compiled from.
debug ../dwarf/c.wasm --invoke main 3 < debug/compiled.txt
