# The page inside of another one.
load-text = load takes a text
not-allowed = { $command } is not allowed here
open-whole = Open in Wasmscope
