# Scripts: a line for each failure, then how many passed.
test passes.wast
test fails.wast
test passes.wast bad.wast not-utf8.wast passes.wast
test missing.wast passes.wast
test --format json bad.wast passes.wast
test - < passes.wast
test empty.wast
