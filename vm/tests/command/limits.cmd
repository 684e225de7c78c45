# Limits that a program can notice.
run large.wat
run large.wat --memory-limit 5000
run grow.wat --invoke main 9
run grow.wat --invoke main 9 --memory-limit 9
