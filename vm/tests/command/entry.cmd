# Without --invoke: _start, or main, or the start function, or a list.
run start-main.wat
run main-arguments.wat -3 4
main-arguments.wat -- -3 4
run main-arguments.wat 3
run only-start.wat
run factorial.wat
run factorial.wat 5
run empty.wat
run values.wat --invoke i31
run values.wat --invoke nothing
run memory-export.wat --invoke memory
