autopsy-trap-parts = Trap in its parts
autopsy-wanted = wanted from { $first }
autopsy-ends = { $of } ends at { $size }
autopsy-where-from = Where from?
autopsy-operands = Operands of the instruction
autopsy-in = in
autopsy-called-by = called by
autopsy-call-stack = Call stack, innermost first
autopsy-more-calls = and { $n ->
    [one] one more call
   *[other] { $count } more calls
}
autopsy-way-took = The way it took
autopsy-way-will-take = The way it will take
autopsy-handlers = Handlers on the way of the exception
