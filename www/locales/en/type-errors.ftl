# The operand stacks beside the line of a type error.
stacks = Operand stacks at the marked token, top last
expected = expected
found = found
