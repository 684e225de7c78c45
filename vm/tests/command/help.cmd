# Help.
--help
run --help
test --help
factorial.wat --help
