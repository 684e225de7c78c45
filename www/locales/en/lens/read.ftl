# What bits mean.
no-character = none
control = { $code }, a control character
space = { $code }, a space
infinite = all exponent bits and no fraction: { $minus }infinity
not-a-number = all exponent bits and a fraction: not a number, with the payload { $payload }
zero = no bit but perhaps the sign: { $minus }0
subnormal = no exponent bits, so subnormal: { $number }
normal = { $number }, the exponent being { $exponent } - { $bias }
