replay-run-program-all-instructions = { $name } is a run of this program: all its { $count } instructions were executed again and are the same.
