entry-entry = Entry
entry-no-exported-function = no exported function
entry-arguments = Arguments
entry-words-program-spaces-between = Words for the program, with spaces between
entry-an = An { $ty }
