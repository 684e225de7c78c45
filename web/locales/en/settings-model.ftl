settings-keys-all = Letters and function keys
settings-keys-letters = Letters, as in gdb
settings-keys-functions = Function keys, as in editors
settings-keys-none = None
