settings-letters-function-keys = Letters and function keys
settings-letters-gdb = Letters, as in gdb
settings-function-keys-editors = Function keys, as in editors
settings-none = None
