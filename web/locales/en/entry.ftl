entry-entry = Entry
entry-no-exported-function = no exported function
entry-arguments = Arguments
entry-program-arguments = Words for the program, with spaces between
entry-an = An { $ty }
