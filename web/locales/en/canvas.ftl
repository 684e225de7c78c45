canvas-keys-wait = { $n ->
    [one] one key waits
   *[other] { $n } keys wait
}
canvas-left-key = Left key
canvas-up-key = Up key
canvas-down-key = Down key
canvas-right-key = Right key
canvas-enter-key = Enter key
canvas-esc-key = Esc key
canvas-keys-program = Keys for the program
canvas-characters-program = Characters for the program
canvas-with-keys = { $picture } Keys pressed here go to the program.
canvas-canvas = Canvas
canvas-esc = Esc
canvas-characters-example = abc
