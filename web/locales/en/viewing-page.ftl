viewing-trace-closed = The trace is closed.
viewing-no-machine = A trace has no machine to ask: this needs the program.
viewing-below-unknown = what may lie below is not in the trace
viewing-start-function = (start)
