# How often each line was executed, beside it.
executed = Executed { NUMBER($count) } { $count ->
    [one] time
   *[other] times
}, { $percent } %
