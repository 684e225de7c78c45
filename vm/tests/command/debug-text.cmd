# The source and the instructions, of a text and of a binary.
debug trace.wat --invoke fact 4 < debug/text.txt
debug trace.wat --invoke fact 4 < debug/text-wrong.txt
debug trap.wasm --invoke divide 0 < debug/binary.txt
