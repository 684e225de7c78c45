wasi-no-path-file = "{ $path }" is no path of a file
wasi-path-through-file = a file's path leads through another file
