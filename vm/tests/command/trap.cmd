# Traps in the words of the specification, with the call stack, innermost first.
run trap.wat --invoke divide 0
run trap.wat --invoke load 65533
run trap.wat --invoke indirect 1
run trap.wat --invoke indirect 2
run trap.wat --invoke unreachable
run trap.wat --invoke forever
run trap.wat --invoke forever --stack-limit 3
run trap.wasm --invoke divide 0
run --color always trap.wat --invoke unreachable
