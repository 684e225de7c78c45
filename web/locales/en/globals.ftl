globals-none-module = none in this module
globals-none-trace-told-far = none that the trace has told so far
globals-changed-last-step = Changed by the last step
globals-change-global = Change global { $index }
globals-value-global = Value of global { $index }
globals-imported-nobody-provides-first = Imported, and nobody provides it: its first value is yours to choose
globals-globals = Globals
globals-unnamed = global { $index }
