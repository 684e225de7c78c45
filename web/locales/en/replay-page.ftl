replay-run-program-all-instructions = { $name } is a run of this program: all its { $count } instructions were executed again and are the same.
replay-parts = { $name } parts from the run of this program at step { $step }. The trace: { $trace } The run: { $run }
