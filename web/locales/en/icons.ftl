icons-wasmscope = Wasmscope
