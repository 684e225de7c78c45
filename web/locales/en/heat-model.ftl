heat-model-counting = Counting the run: { $percent } %.
heat-model-nothing-yet = Nothing has run yet: press Run, and each line is counted.
heat-model-executed = { $n ->
    [one] One instruction executed.
   *[other] { $count } instructions executed.
}
heat-model-told = { $n ->
    [one] One instruction told.
   *[other] { $count } instructions told.
}
heat-model-hottest = {" "}Hottest: line { $line }, { $n ->
    [one] once
   *[other] { $count } times
}, { $share }.
heat-model-hottest-in-function = {" "}Hottest in this function: line { $line }, { $n ->
    [one] once
   *[other] { $count } times
}, { $share }.
heat-model-share = { $number } %
heat-model-hottest-lines = Hottest lines
heat-model-line = Line
heat-model-text = Text
heat-model-executed-times = Executed
heat-model-share-of-run = Share
heat-model-line-number = Line { $line }
heat-model-function = Function
heat-model-calls = Calls
heat-model-itself = Itself
heat-model-with-callees = With callees
heat-model-hottest-functions = Hottest functions
