memory-none-of-trace = none that the trace has touched so far
memory-extent = { $pages ->
    [one] 1 page
   *[other] { $pages } pages
}, { $size }
memory-shown = Memory shown
memory-go-to = Go to
memory-go-to-address = Go to address
memory-unnamed = memory { $index }
memory-written = written
memory-read = read
memory-failed-byte = Where the access began that goes beyond the end
memory-written-byte = Written by the last step
memory-read-byte = Read by the last step
memory-bytes = Bytes
memory-not-known = not known
memory-address-example = 0x400
