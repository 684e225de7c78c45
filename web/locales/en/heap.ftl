heap-no-objects-yet = No objects yet.
heap-nothing-refers-next-collection = Nothing refers to it: the next collection frees it
