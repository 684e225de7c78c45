# The number lens: a value in every way it can be read.
signed = Signed
unsigned = Unsigned
hexadecimal = Hexadecimal
in-memory = In memory
character = Character
as-float = As an f{ $width }
as-integer = As an i{ $width }
bits-sign-first = { $width } bits, the sign first
float-bits = Sign, exponent and fraction
number = Number
sign = Sign
negative = 1, negative
positive = 0, positive
exponent = Exponent
fraction = Fraction
in-bits = { $value } in { $bits } bits
together = Together
lane = Lane
bits = Bits
lanes = Lanes
bytes = { $count } { $count ->
    [one] byte
   *[other] bytes
}
read-together = Bytes read together
read = Read
how-made = How { $instruction } made these bits
