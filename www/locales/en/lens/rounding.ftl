# How a float is rounded: exact bits, what is cut off, and what is kept.
exact = exact
kept = kept
stored = stored
operand = { $name } = { $number }: its first bit is worth 2^{ $exponent }.
zero-operand = { $name } = { $number } has no bits.
same-exponent = Both exponents are equal: the bits stand as they are.
aligned = { $by ->
    [one] The exponents differ by 1: the bits of { $name } move one place to the right, so that bits of equal worth stand below each other.
   *[other] The exponents differ by { $by }: the bits of { $name } move { $by } places to the right, so that bits of equal worth stand below each other.
}
exponents = { $operation ->
    [mul] The exponents are added, { $first } + { $second } = { $exponent }, and the significands multiplied.
    [div] The exponents are subtracted, { $first } - { $second } = { $exponent }, and the significands divided.
   *[sqrt] The exponent { $first } is halved, to { $exponent }, and the root is taken of what remains.
}
shifted = { $operation ->
    [mul] The product of the significands is 2 or more, so the exponent becomes { $exponent }.
   *[div] The quotient of the significands is below 1, so the exponent becomes { $exponent }.
}
exact-bits = { $operation ->
    [add] The exact sum
    [sub] The exact difference
    [mul] The exact product
    [div] The exact quotient
   *[sqrt] The exact root
} reaches from 2^{ $top } down to 2^{ $low }: { $count ->
    [one] 1 bit.
   *[other] { $count } bits.
}
endless = { $operation ->
    [div] The exact quotient
   *[sqrt] The exact root
} does not end here: these are its first { $count } bits, and what follows is not all zeros.
cancelled = { $count } leading bits cancel each other out, and with them the digits that the operands had in common.
exact-zero = The exact result is zero: there is nothing to round.
is-zero = It is zero: there is nothing to round.
fits = That fits into the { $precision } significant bits of an f{ $width }: nothing is cut off.
cut = { $count ->
    [one] An f{ $width } keeps { $precision } significant bits: one bit is cut off.
   *[other] An f{ $width } keeps { $precision } significant bits: { $count } bits are cut off.
}
cut-endless = An f{ $width } keeps { $precision } significant bits at most: all that follows is cut off.
cut-subnormal = { $count ->
    [one] Below 2^{ $normal } the bits of an f{ $width } end at 2^{ $least }, however few they are: one bit is cut off.
   *[other] Below 2^{ $normal } the bits of an f{ $width } end at 2^{ $least }, however few they are: { $count } bits are cut off.
}
marks = Of what is cut off, the guard bit G is { $guard }, the round bit R { $round }, and the sticky bit S, which is 1 if any further bit is, { $sticky }.
decision = { $how ->
    [less] That is less than half of the last bit kept: it is left out.
    [more] That is more than half of the last bit kept: one is added there.
    [tie-up] That is exactly half, and the last bit kept is 1: one is added, so that the even neighbour is taken.
   *[tie-stays] That is exactly half, and the last bit kept is 0: it is left out, since what is kept is the even neighbour.
}
carried = The one is carried through all bits: a single 1 is left, and the exponent is one more.
infinite = From 2^{ $exponent } on, an f{ $width } has no numbers: the result is infinite.
stored-zero = Stored is the sign { $sign }, and zeros.
stored-normal = Stored are the sign { $sign }, the exponent as { $exponent } + { $bias } = { $field }, and the { $bits } bits behind the first, which is always 1 and not stored.
stored-subnormal = Stored are the sign { $sign }, the exponent as 0, which says that no first 1 is left out, and { $bits } bits.
whole = It has no bits behind the point: it is a whole number already.
behind-point = { $count ->
    [one] One bit behind the point is cut off.
   *[other] The { $count } bits behind the point are cut off.
}
way = { $way ->
    [trunc] Rounded towards zero, they are left out, whatever they are.
    [ceil-positive] They are not all zeros, and rounding goes up, which for a positive number is away from zero.
    [ceil-negative] Rounding goes up, which for a negative number is towards zero: they are left out.
    [floor-positive] Rounding goes down, which for a positive number is towards zero: they are left out.
   *[floor-negative] They are not all zeros, and rounding goes down, which for a negative number is away from zero.
}
one-more = One is added to what is kept.
in-bits = { $number } is stored in { $width } bits.
complement = { $number } is stored in { $width } bits as two’s complement: the bits of what is kept inverted, and one added.
out-of-range = { $number } is out of the range of the { $width } bits: the end of the range is taken, { $end }.
nan = An operand is no number, so the result is none either: no bits are rounded.
nan-to-integer = What is no number becomes 0.
infinity = An operand is infinite: the result follows from a rule of its own, and no bits are rounded.
infinite-to-integer = An infinity is out of range: the end of the range is taken.
no-number = No number is the result of that: it is NaN, and no bits are rounded.
by-zero = No number times zero gives the first operand. The rule for it gives an infinity, and no bits are rounded.
