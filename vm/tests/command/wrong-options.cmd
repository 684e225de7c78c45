# Options and sub-commands that do not exist, or not yet.
run --fule 5 factorial.wat
run --zzz factorial.wat
run -z factorial.wat
run factorial.wat --fuel
run factorial.wat --fuel much
run --color blue factorial.wat
run --link env factorial.wat
run
run factorial.wat --trace
run factorial.wat --dir .::/
trace factorial.wat
debug factorial.wat
profile factorial.wat
test
test --format yaml factorial.wat
test --fuel 5 factorial.wat
run --fuel 5 --fuel 6 factorial.wat
run --invoke factorial --call factorial factorial.wat
run --trace=yes factorial.wat
run --top 5 factorial.wat
share factorial.wat --fuel 5
completions
completions csh
completions bash zsh
help nobody
