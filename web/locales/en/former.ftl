former-kept = Restarted after the edit. Step { $step } is still the same: nothing executed before it was changed.
former-back = Back at step { $step } after the edit: nothing executed before it was changed.
former-changed = Restarted after the edit. Step { $was } is not kept: the run is another one from step { $from } on.
former-unknown = Restarted after the edit. Step { $step } was not compared: it is too far, or too large.
