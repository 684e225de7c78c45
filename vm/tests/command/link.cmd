# Imports: linked, missing, of another type; a trap in a linked module.
run needs.wat
run needs.wat --link math=math.wat
run needs.wat --link math=math2.wat
run needs.wat --link math=math3.wat
run needs.wat --link math=broken.wat
run wrong-host.wat
