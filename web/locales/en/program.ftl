program-argument = arg { $index }
program-any = any
program-expected-found = expected { $expected }, found { $found }
program-expected = expected { $expected }
program-found = found { $found }
