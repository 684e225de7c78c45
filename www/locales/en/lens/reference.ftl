# The lens on a reference: what it refers to.
no-bits = A reference has no bits that a program can see.
reference = Reference
function = Function
host-function = Function of the host
type = Type
tag = Tag
holds = Holds
nothing = nothing
and-more = { $fields }, and { NUMBER($count) } more
go-to-line = Go to line { $line }
i31 = A number of 31 bits, kept in the reference itself.
null = It refers to nothing.
extern = The host's own: a program can keep it and hand it on, and look no further.
