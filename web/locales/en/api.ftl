api-whole = { $name } has to be a whole number, 0 or more
api-given-up = the question was given up, or the past has become another one, before there was an answer
api-in-module = module { $name }: { $message }
api-nothing-loaded = nothing is loaded
