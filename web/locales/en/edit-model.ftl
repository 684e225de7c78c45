edit-model-nothing-runs = nothing runs that could be changed
edit-model-no-place = there is no such place to be changed
edit-model-before-step-0 = before step 0 nothing can be changed
edit-model-wants-reference = { $ty } takes null, a function by its name or index ($f, func 0), extern 1, i31 5, or an object by its number (struct 7), as far as it is of that type
