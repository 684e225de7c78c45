wasi-api-object = wasi is an object
wasi-api-args = wasi.args is an array of strings
wasi-api-env = the values of wasi.env are strings
wasi-api-stdin = wasi.stdin is a string
wasi-api-files = the values of wasi.files are strings or Uint8Arrays
wasi-api-member = wasi.{ $name } is an object
wasi-api-no-input = the program cannot be given standard input
wasi-api-input-takes = input takes a string, or null at the end
