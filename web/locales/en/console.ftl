console-output = Output
console-nothing-printed-yet = Nothing printed yet.
