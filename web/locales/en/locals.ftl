locals-locals = Locals
locals-none-of-trace = None that the trace has told so far.
locals-none = No parameters or locals here.
locals-unnamed = local { $index }
locals-change = Change { $name }
locals-changed = Changed by the last step
