# Rows of bits below each other, and how they are read aloud.
alike = { $count } × { $bit }
run = ({ $count } times { $bit })
part = { $kind ->
    [sign] sign { $bits }
    [exponent] exponent { $bits }
    [lost] cut off { $bits }
    [copied] copied { $bits }
    [carried] changed by rounding { $bits }
    [new] new { $bits }
    [moved] moved { $bits }
   *[plain] { $bits }
}
row = { $name }: { $bits }
more = , and so on
