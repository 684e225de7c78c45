breakpoints-there-no-instruction-set = There is no instruction to set a breakpoint at.
breakpoints-there-no-instruction-line = There is no instruction on line { $line }.
breakpoints-there-no-instruction-cursor = There is no instruction at the cursor to run to.
breakpoints-breakpoint-can-set-when = A breakpoint can be set when the text is valid.
