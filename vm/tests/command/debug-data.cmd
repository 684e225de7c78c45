# Printing values, changing them, and showing memory.
debug trace.wat --invoke effects < debug/data.txt
debug trace.wat --invoke effects < debug/data-wrong.txt
debug trace.wat --invoke effects < debug/memory.txt
debug heap.wat --invoke main 3 < debug/heap.txt
