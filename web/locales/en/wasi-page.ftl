wasi-end-input = (end of input)
