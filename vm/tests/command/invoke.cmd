# The words after --invoke NAME are values; options may stand anywhere.
run factorial.wat --invoke factorial 5
run --invoke factorial factorial.wat 20
run factorial.wat --call factorial 0x5 --fuel 1000
factorial.wat --invoke factorial 5
run --invoke=factorial --color=never factorial.wat 5
