# The pane of a value's past, of steps that are looked for and of loops.
step = Step { NUMBER($step) }
name = History
content = History: content
cancel = Cancel question
close = Close history
empty = Click a value of the stack, a local, a global, a byte, an element, a field or a result, or press Enter in one of these panes: who wrote it, who reads it next, and where it comes from.
find-where = Find steps where
find = Find
previous = Previous place
next = Next place
ask-loop = Will this loop end?
compare = Compare with the run before
at-step = at step { NUMBER($step) }
by = { $what ->
    [written] Written
    [overwritten] Not read before it is overwritten
    [gone] Not read before its frame is gone
   *[read] Next read
} at step { NUMBER($step) } by { $instruction } in { $function }{ $line ->
    [0] { "" }
   *[other] , line { $line }
}.
bytes = At { $address }: { $old } → { $new }
by-hand = Changed by hand at step { NUMBER($step) }.
as-it-was = As it was at step { NUMBER($step) }{ $step ->
    [0] { "" }
   *[other] , when the call began
}.
unread = Not read up to step { NUMBER($step) }, the last known.
value-at = { $name } at step { NUMBER($step) }
first-shown = The first { $count } steps of it are shown.
origin = Where it comes from
argument = argument
zero = zero at first
initial = there from the start
host = the host’s answer
edited = changed by hand
address = at:{ " " }
condition = because of:{ " " }
segment = a segment, by { $segment }
in-step = step { NUMBER($step) }
line = line { $line }
number = { NUMBER($number) }
moved = moved by { $count ->
    [one] step
   *[other] steps
} { $steps }{ $more ->
    [0] { "" }
   *[other] { " and " }{ NUMBER($more) } more
}
as-above = as above
never = Never so far.
found = At { NUMBER($states) } { $states ->
    [one] step
   *[other] steps
}.
found-stretches = At { NUMBER($states) } { $states ->
    [one] step
   *[other] steps
}, { NUMBER($stretches) } { $stretches ->
    [one] stretch
   *[other] stretches
} without a break.
none-before = None before this step.
none-after = None after this step.
no-loop = The machine is in no loop here.
comparing = Comparing …
no-run-before = There is no run before this one to be compared with.
given-up = given up
byte = Byte 0x{ $address }
operand = Operand { $index }
element = Element { $index } of table { $table }
field = Field { $index } of { $object }
result = Result { $index }
not-while-predicting = What comes later is not told while you predict.
