examples-examples-cannot-loaded-there = The examples cannot be loaded: is there a connection? What is open stays as it is.
examples-example-not-file-examples = The example { $missing } is not in the file of examples: load the page again.
