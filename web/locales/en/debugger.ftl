debugger-no-program = There is no program yet.
