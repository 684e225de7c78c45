imports-wants-extern = An element is null or a number, such as extern 1.
imports-wants-null = An element of this table can only be null.
imports-wants-function = An element is null, or a function by name or index: func 0.
imports-wants-byte = A byte is two hexadecimal digits, such as 2a.
