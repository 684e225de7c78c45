# An exception that nobody catches, with what it carries and the call stack.
run exception.wat --invoke main 4
run exception.wat --invoke main 3
