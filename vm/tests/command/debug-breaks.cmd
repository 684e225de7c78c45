# Breakpoints: where, on what condition, from which hit on; and events that are caught.
debug trace.wat --invoke fact 4 < debug/breaks.txt
debug trace.wat --invoke effects < debug/breaks-wrong.txt
debug trace.wat --invoke effects < debug/catch.txt
debug trace.wat --invoke fact 4 < debug/hits.txt
