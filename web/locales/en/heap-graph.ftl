heap-graph-objects = Objects
heap-graph-none = No objects yet.
heap-graph-list = Objects, nearest to the roots first
heap-graph-unreachable = ✕ unreachable
