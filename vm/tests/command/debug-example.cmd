# The example of docs/debug.md.
debug debug/average.wat < debug/example.txt
