file-neither-bytes = It is neither a WebAssembly module nor WebAssembly text: it does not begin with `\0asm`, and byte { $byte } is not UTF-8.
file-neither-text = It is neither a WebAssembly module nor WebAssembly text: a text begins with `(module`.
file-too-long = Its text is longer than { $most } MiB. Assemble it to a .wasm file, which may be larger.
file-not-valid = The module is not valid.
file-at-byte = { $problem } (at byte { $offset }).
