# What programs print, and the module of the specification's scripts.
run print.wat
