# Movements in both directions, and what they say at the ends of the run.
debug trace.wat --invoke fact 4 < debug/moves.txt
debug trace.wat --invoke fact 4 < debug/moves-wrong.txt
debug loop.wat --invoke main 0 < debug/loop.txt
debug debug/average.wat < debug/until.txt
debug trace.wat --invoke fact 4 < debug/run.txt
