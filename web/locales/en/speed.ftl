speed-one = 1 step a second
speed-three = 3 a second
speed-ten = 10 a second
speed-thirty = 30 a second
speed-hundred = 100 a second
speed-thousand = 1,000 a second
speed-hundred-thousand = 100,000 a second
speed-full = Full speed
speed-millions = { $rate } M steps/s
speed-thousands = { $rate } k steps/s
speed-steps = { $n ->
    [one] 1 step/s
   *[other] { $n } steps/s
}
speed-a-step = A step is a whole number from 0 on, such as 1204.
