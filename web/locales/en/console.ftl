console-output = Output
console-nothing-printed-yet = Nothing printed yet.
console-earlier = { $n ->
    [one] one earlier line
   *[other] { $count } earlier lines
}
console-step = step { $step }
