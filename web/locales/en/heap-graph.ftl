heap-graph-objects = Objects
heap-graph-list = Objects, nearest to the roots first
heap-graph-unreachable = ✕ unreachable
heap-graph-lost = Not reachable, by number, each followed by what it leads to
