# A record for each instruction executed.
trace --help
trace trace.wat --invoke fact 2
run trace.wat --trace --invoke fact 1
trace trace.wat --invoke effects
trace trace.wat --invoke throws
trace trace.wat --invoke even 2
trace trace.wat --invoke fact 2 --format jsonl
trace trace.wat --invoke effects --format jsonl --kind memory,trap
trace trace.wat --invoke throws --format jsonl --from 1
trace trace.wat --invoke fact 3 --from 10 --to 12
trace trace.wat --invoke fact 3 --op call,i32.m* --func $fact
trace trace.wat --invoke forever --fuel 3 --format jsonl --memory-limit 9
# The program is run to its end, whatever is told of it.
trace trace.wat --invoke effects --to 0 --format jsonl
# What is wrong is said before anything runs.
trace trace.wat --invoke fact 2 --from 5 --to 4
trace trace.wat --invoke fact 2 --format xml
trace trace.wat --invoke fact 2 --op i32.ad
trace trace.wat --invoke fact 2 --kind noise
trace trace.wat --invoke fact 2 --output no/such/folder
run trace.wat --invoke fact 2 --from 1
