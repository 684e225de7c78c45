# Modules that cannot be read or are not valid, in words, with the place and what to do.
run broken.wat
run invalid.wat
run cut-off.wasm
run neither.wasm
run no-such-file.wat
run --color always broken.wat
