labels-note = what br can name
labels-none-of-trace = A trace does not tell labels.
labels-carried = {", "}{ $count ->
    [one] with 1 value
   *[other] with { $count } values
}
labels-returns = returns to the caller{ $carried }
labels-goes-back = goes back to { $place }{ $carried }
labels-goes-on = goes on at { $place }{ $carried }
