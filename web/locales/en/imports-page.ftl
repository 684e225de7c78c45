imports-element-null-number-such = An element is null or a number, such as extern 1.
imports-element-table-can-only = An element of this table can only be null.
imports-element-null-function-name = An element is null, or a function by name or index: func 0.
imports-byte-two-hexadecimal-digits = A byte is two hexadecimal digits, such as 2a.
