# The types on the stack beside each line.
after-line = On the stack after this line
