# Words after FILE are the program's own; its name is the file's, as it was given.
run echo.wat
run echo.wat one -2 --three
run echo.wat -- --dir x
run echo.wat --invoke _start one
echo.wat two < input.txt
run echo.wat --stdin input.txt
run environment.wat --env A=1 --env B= --env A=2
# Its own output does not come between the lines of a trace or a profile.
trace environment.wat --env A=1 --op call
profile environment.wat --env A=1 --format json
# A reactor is initialised first, unless that is what is called.
run reactor.wat --invoke ready
trace reactor.wat --invoke ready --kind return
run reactor.wat --invoke _initialize
run needs-reactor.wat --link reactor=reactor.wat
# A link holds the words.
share echo.wat one two
share echo.wat --dir .
