#!/bin/sh
# Makes c.wasm, rust.wasm and partly.wasm, and c.lines and rust.lines, what another reader of
# line tables says of the first two. All are committed: what the tests expect is known for these very files. They
# were made by clang 14 with its tools, and rustc 1.95 with its target wasm32-unknown-unknown.
set -e
cd "$(dirname "$0")"
objects=$(mktemp -d)
trap 'rm -r "$objects"' EXIT
for name in shapes other/shapes; do
    clang --target=wasm32 -O1 -g -gdwarf-4 -ffunction-sections \
        -fdebug-compilation-dir=. -c "src/$name.c" -o "$objects/$(echo $name | tr / -).o"
done
# Linked by itself: clang would have it optimised afterwards, and lose the lines.
wasm-ld --no-entry --gc-sections "$objects"/*.o -o c.wasm
# Of the functions of this one, nothing is known of `plain`.
clang --target=wasm32 -O1 -g -gdwarf-4 -fdebug-compilation-dir=. \
    -c src/partly.c -o "$objects/partly"
clang --target=wasm32 -O1 -c src/plain.c -o "$objects/plain"
wasm-ld --no-entry --gc-sections "$objects/partly" "$objects/plain" -o partly.wasm
rustc --target wasm32-unknown-unknown --crate-type cdylib -O -g -C panic=abort \
    -C lto=fat -C codegen-units=1 --remap-path-prefix "$PWD=." src/first.rs -o rust.wasm
for name in c rust; do
    llvm-dwarfdump --debug-line $name.wasm > $name.lines
done
