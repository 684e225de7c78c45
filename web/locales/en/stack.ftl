stack-count = { $n ->
    [one] 1 value
   *[other] { $count } values
}
stack-operands = Operands, top first
stack-empty = the stack is empty
stack-pushed-taken = Pushed by the last step, taken by the next
stack-pushed = Pushed by the last step
stack-taken = Taken by the next step
