replay-same = { $n ->
    [one] { $name } is a run of this program: its one instruction was executed again and is the same.
   *[other] { $name } is a run of this program: all its { $count } instructions were executed again and are the same.
}
replay-differs = { $name } parts from the run of this program at step { $step }. The trace: { $trace } The run: { $run }
