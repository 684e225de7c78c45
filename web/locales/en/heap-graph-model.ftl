heap-graph-model-held-by = { $first }, and { $more } more
heap-graph-model-left-out = { $left_out } objects are left out
heap-graph-model-more = and { $hidden } more
heap-graph-model-leads = , leads to { $object }
heap-graph-model-leads-elsewhere = , leads to what is not drawn
heap-graph-model-unreachable =
    { $n ->
        [one] 1 object is unreachable
       *[other] { $n } objects are unreachable
    }
