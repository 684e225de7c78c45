# Options of programs on WASI for one that does not use it.
run factorial.wat --invoke factorial 5 --dir .
run factorial.wat --invoke factorial 5 --env A=1
trace factorial.wat --invoke factorial 5 --stdin input.txt
profile factorial.wat --invoke factorial 5 --seed 1
# What they take.
run echo.wat --dir nowhere
run echo.wat --dir ::x
run echo.wat --dir
run echo.wat --env A
run echo.wat --env =1
run echo.wat --stdin nowhere.txt
run echo.wat --seed x
# What is imported.
run old-wasi.wat
run wrong-wasi.wat
run no-memory.wat
