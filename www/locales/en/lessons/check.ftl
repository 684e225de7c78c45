# What a check of an exercise finds out.
no-end = no end after { NUMBER($count) } instructions
host = a call of { $import }, which has no answer here
limit = the end of a limit ({ $limit })
of-call = { $what } of { $call }
missing = It has to execute { $instructions }, and does not.
used = It must not execute { $instructions }.
and = { " and " }
or = { " or " }
too-much = `{ $call }` takes { $took }; at most { $most } { $limit ->
    [one] is
   *[other] are
} allowed.
steps = { NUMBER($count) } { $count ->
    [one] step
   *[other] steps
}
calls-at-once = { NUMBER($count) } { $count ->
    [one] call
   *[other] calls
} at once
