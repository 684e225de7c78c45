# Options, and what cannot be debugged.
debug --help
debug trace.wat --invoke fact 4 --fuel 10 < debug/fuel.txt
debug grow.wat --memory-limit 9 --invoke main 9 < debug/ends.txt
debug heap.wat --heap-limit 19 --invoke main 10 < debug/ends.txt
debug needs.wat --link math=math3.wat < debug/linked.txt
debug shared.txt < debug/here.txt
debug only-start.wat < debug/ends.txt
debug trace.wat --invoke throws < debug/ends.txt
debug - < debug/ends.txt
debug missing.wat
debug invalid.wat
debug trace.wat --invoke fact
debug debug/link.txt < debug/from-link.txt
