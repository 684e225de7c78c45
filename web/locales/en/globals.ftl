globals-none-module = none in this module
globals-none-of-trace = none that the trace has told so far
globals-change-global = Change global { $index }
globals-value-global = Value of global { $index }
globals-nobody-provides = Imported, and nobody provides it: its first value is yours to choose
globals-globals = Globals
globals-unnamed = global { $index }
