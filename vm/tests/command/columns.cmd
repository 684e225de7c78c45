# Carets stand below what is meant, behind tabs, wide, combining and many characters; numbers
# of columns count UTF-16 units.
run wide-text.wat
run long-line.wat
