# Questions to history, and branches.
debug trace.wat --invoke fact 4 < debug/history.txt
debug trace.wat --invoke fact 4 < debug/history-wrong.txt
debug trace.wat --invoke fact 4 < debug/branches.txt
