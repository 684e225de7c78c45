convert-api-takes = { $ty } takes a number, a bigint, a string or null
convert-api-out-of-range = { $number } is out of range for f32
convert-api-no-safe-integer = { $number } is no safe integer; { $ty } takes a bigint or a string as well
convert-api-array = it has to return an array of { $n ->
    [one] one value
   *[other] { $n } values
}
