wasi-no-path-file = "{ $path }" is no path of a file
wasi-file-path-leads-through = a file's path leads through another file
