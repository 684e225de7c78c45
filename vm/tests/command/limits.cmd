# Limits that a program can notice.
run large.wat
run large.wat --memory-limit 5000
run grow.wat --invoke main 9
run grow.wat --invoke main 9 --memory-limit 9
run far.wat --memory-limit 1 --invoke fill 0x1000000000 65536
run far.wat --memory-limit 1 --invoke fill 0x1000000000 65537
run heap.wat --heap-limit 20 --invoke main 10
run heap.wat --heap-limit 19 --invoke main 10
