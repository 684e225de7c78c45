# Watches on memory, globals, tables and locals.
debug trace.wat --invoke effects < debug/watch.txt
debug debug/average.wat < debug/watch-local.txt
debug trace.wat --invoke effects < debug/watch-wrong.txt
