# Why a pane has nothing to show.
nothing-problem = Nothing is loaded: the text has a problem.
nothing-exported = Nothing runs: the module exports no function.
nothing-loaded = Nothing is loaded.
nothing-ended = The program has ended.
nothing-instantiation = No function runs before step 0.

# Beside a heading: why there is no memory, no global, no table.
nothing-instance = nothing is loaded
nothing-called = no function can be called
