viewing-trace-closed = The trace is closed.
viewing-trace-no-machine-ask = A trace has no machine to ask: this needs the program.
viewing-may-lie-below-not = what may lie below is not in the trace
viewing-start-function = (start)
