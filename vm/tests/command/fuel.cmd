# All fuel is used: the state is reported.
run loop.wat --fuel 5 --invoke main 40
run loop.wat --fuel 1_000_000 --invoke main 0
run loop.wat --fuel 0 --invoke main 0
run --fuel 1 only-start.wat
run --fuel 3 only-start.wat
run --fuel 4 only-start.wat
