edit-nothing-runs-could-changed = nothing runs that could be changed
edit-there-no-such-place = there is no such place to be changed
edit-before-step-0-nothing = before step 0 nothing can be changed
edit-takes-null-function-name = { $ty } takes null, a function by its name or index ($f, func 0), extern 1, i31 5, or an object by its number (struct 7), as far as it is of that type
