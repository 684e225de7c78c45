# What editors run takes no words; the sessions themselves are in `dap/`.
dap
dap factorial.wat
dap --fuel 5
dap --help
