# The call stack and what is in its frames.
debug trace.wat --invoke fact 4 < debug/frames.txt
debug trace.wat --invoke fact 4 < debug/frames-wrong.txt
debug trap.wat --invoke forever --stack-limit 100 < debug/deep.txt
