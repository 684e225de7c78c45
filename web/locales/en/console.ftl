console-output = Output
console-nothing-printed-yet = Nothing printed yet.
console-console = Console
console-earlier = { $count } earlier lines
console-step = step { $step }
