prelude-fails = ; it fails: { $error }
prelude-step = Step { $step }, next: { $what }{ $failed }.
