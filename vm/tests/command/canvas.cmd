# What the canvas refuses is said, and the program goes on; no key is ever pressed.
run canvas.wat
# Nothing was presented that could be written.
run canvas.wat --canvas nothing.png
# A program without pictures.
run factorial.wat --invoke factorial 5 --canvas x.png
