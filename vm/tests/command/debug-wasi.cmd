# A program on WASI: its words and its input; what it was told it is told again.
debug echo.wat --stdin input.txt one < debug/wasi.txt
# The person's own standard input is not the program's.
debug echo.wat < debug/wasi.txt
