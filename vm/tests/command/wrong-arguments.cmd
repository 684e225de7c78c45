# Arguments of the wrong number or type.
run values.wat --invoke i32
run values.wat --invoke i32 1 2
run values.wat --invoke func 1
run values.wat --invoke i32 1.5
run values.wat --invoke i32 4294967296
run values.wat --invoke f64 one
run values.wat --invoke f32 1e39
run values.wat --invoke f64 -1e400
run values.wat --invoke extern 7
run values.wat --invoke i64 18446744073709551616
run vectors.wat --invoke double i32x4:1,2,3
run vectors.wat --invoke double 7
