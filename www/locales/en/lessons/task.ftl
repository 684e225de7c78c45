# A task of a lesson, or of a program in a link.
right = right:
wrong = wrong:
step-through = Step through { $call }
came = came: { $result }
secret = and { $count ->
    [one] one more call
   *[other] { $count } more calls
}, not shown here
cases = Calls that are checked
executes = it executes { $instructions }
never-executes = it never executes { $instructions }
most-steps = each call takes at most { NUMBER($count) } { $count ->
    [one] step
   *[other] steps
}
most-calls = at most { $count ->
    [one] { $count } call is
   *[other] { $count } calls are
} under way at once
besides = Besides, { $rules }.
all-right = All of it is right.
not-valid = The program is not valid, so nothing was run. { $problem }
but-rules = The results are right. { $rule }
cannot-call = `{ $call }` cannot be called: { $why }.
otherwise = { $wrong } of { $all } { $all ->
    [one] call
   *[other] calls
} came out otherwise. `{ $call }`: wanted `{ $wanted }`, came `{ $came }`.
check = Check
hints = Hints
show-hint = Show hint { $number } of { $all }
show-solution = Show the solution
of-this = Of this text
of-before = Of the text before: check again
