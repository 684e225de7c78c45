# Arguments are read by the types of the parameters; results are one on a line.
run values.wat --invoke i32 -5
run values.wat --invoke i32 4294967295
run values.wat --invoke i32 0xff
run values.wat --invoke i64 -9223372036854775808
run values.wat --invoke i64 18446744073709551615
run values.wat --invoke f32 0.1
run values.wat --invoke f32 -nan:0x200000
run values.wat --invoke f64 1e300
run values.wat --invoke f64 -inf
run values.wat --invoke f64 -0
run values.wat --invoke f64 nan
run values.wat --invoke f64 0x1.8p3
run values.wat --invoke extern null
run values.wat --invoke func
run values.wat --invoke swap 1 2.5
run values.wat --invoke f64 inf
run values.wat --invoke f64 1.5
run values.wat --invoke f32 nan:0x200000
run vectors.wat --invoke double i32x4:1,2,-3,4
run vectors.wat --invoke double f32x4:1,2,3,4
run vectors.wat --invoke double i64x2:1,2
