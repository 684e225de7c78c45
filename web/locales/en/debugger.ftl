debugger-no-program = There is no program yet.
debugger-no-call-waits = no host call waits for an answer
