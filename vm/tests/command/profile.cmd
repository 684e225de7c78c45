# What a run spends its instructions on.
profile --help
profile trace.wat --invoke fact 5
profile trace.wat --invoke effects --format json
profile trace.wat --invoke fact 3 --format folded
profile loop.wat --invoke main 0 --fuel 1000000 --top 2
profile trace.wat --invoke fact 3 --format xml
profile trace.wat --invoke fact 3 --top many
