# What is said of what can be completed.
label = label { $depth }
module = A module: all the rest is inside of it.
