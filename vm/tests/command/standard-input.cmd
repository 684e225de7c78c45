# `-` is standard input, and the bytes say what it is, not the name.
run - --invoke factorial 5 < factorial.wat
run - < binary.wat
run text-as.wasm
run - < broken.wat
