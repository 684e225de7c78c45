# What the interface says that no other of these files shows.
# The same seed, the same numbers; another one, others.
run seeded.wat --seed 7 --invoke random
run seeded.wat --seed 7 --invoke random
run seeded.wat --seed 8 --invoke random
# A directory is the program's only where it is given.
run seeded.wat --dir .::/given --invoke file
run seeded.wat --invoke file
# A trace ends with the code that the program ended with, and changed limits are in its first line.
trace seeded.wat --invoke file --format jsonl --op call --func none
trace loop.wat --invoke main 0 --fuel 2 --memory-limit 9 --stack-limit 5 --format jsonl
# A call pops its arguments; who returns pops the results and pushes them to the caller.
trace uses-helper.wat --link helper=helper.wat --link math=math.wat --invoke main 3 --format jsonl
# What a linked module prints when it is started is no part of a profile either.
profile uses-helper.wat --link helper=helper.wat --link math=math.wat --format folded --invoke main 3
# --color is one of three.
run --color auto broken.wat
run --color always broken.wat
run --color never broken.wat
