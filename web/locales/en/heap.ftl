heap-no-objects-yet = No objects yet.
heap-unreachable-about = Nothing refers to it: the next collection frees it
heap-count = { $n ->
    [one] 1 object
   *[other] { $count } objects
}
heap-heap = Heap
heap-draw = Draw the objects with the references between them
heap-graph = Graph
heap-more-fields = {" "}and { $count } more
heap-unused = unreachable
