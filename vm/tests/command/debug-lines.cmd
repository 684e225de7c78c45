# Steps by lines of the source, forwards and backwards.
debug ../dwarf/c.wasm --invoke main 0 < debug/lines.txt
debug debug/average.wat < debug/text-lines.txt
debug ../dwarf/partly.wasm --invoke main 3 < debug/unknown-lines.txt
debug ../dwarf/rust.wasm --invoke first 100 < debug/inlined-lines.txt
