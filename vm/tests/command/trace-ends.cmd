# Traces of runs of every beginning and end, in JSON Lines.
# Without an export: the start function alone.
trace only-start.wat --format jsonl
# An instance that is not the main one.
trace needs.wat --link math=math3.wat --format jsonl
# What needs more than a limit allows.
trace heap.wat --heap-limit 4 --format jsonl --invoke main 10 --from 12
trace heap.wat --heap-limit 4 --invoke main 10 --from 12
# As text by an option, without the name of the sub-command.
exception.wat --trace --invoke main 2
# By bytes of standard input; a trace never has a path.
trace - --invoke main 3 --format jsonl < exception.wat
