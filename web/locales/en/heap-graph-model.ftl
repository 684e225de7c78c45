heap-graph-model-held-by = { $first }, and { $more } more
heap-graph-model-left-out = { $n ->
    [one] one object is left out
   *[other] { $n } objects are left out
}
heap-graph-model-more = and { $hidden } more
heap-graph-model-leads = , leads to { $object }
heap-graph-model-leads-elsewhere = , leads to what is not drawn
heap-graph-model-unreachable =
    { $n ->
        [one] 1 object is unreachable
       *[other] { $n } objects are unreachable
    }
heap-graph-model-caption =
    { $n ->
        [one] Not reachable: 1 object that the next collection takes.
       *[other] Not reachable: { $n } objects that the next collection takes, each followed by what it leads to.
    }
