position-nothing-runs-next = Nothing runs next
position-trapped = Trapped at
position-next = Next
position-no-operands = no operands
