# What the program prints, once; calls that a person answers.
debug print.wat < debug/prints.txt
debug needs.wat < debug/asks.txt
