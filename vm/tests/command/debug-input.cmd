# Lines: what is no verb, beginnings of verbs, remarks, files of commands, help.
debug trace.wat --invoke fact 4 < debug/input.txt
debug trace.wat --invoke fact 4 < debug/help.txt
