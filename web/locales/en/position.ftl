position-nothing-runs-next = Nothing runs next
position-trapped = Trapped at
position-next = Next
position-no-operands = no operands
position-line = { $word } { $instruction }, line { $line }
position-top = top { $value }
