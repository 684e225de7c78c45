examples-not-loaded = The examples cannot be loaded: is there a connection? What is open stays as it is.
examples-missing = The example { $missing } is not in the file of examples: load the page again.
