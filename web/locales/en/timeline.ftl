timeline-timeline = Timeline
timeline-lanes-about = How deep the run called, how high its stack was, where it wrote memory
timeline-lanes = Lanes
timeline-step = Step
timeline-running = Running
timeline-running-at = Running, { $rate }
timeline-restarted = Restarted after the edit
timeline-ready = Nothing loaded
timeline-at-breakpoint = At a breakpoint, step { $step }
timeline-paused = Paused at step { $step }
timeline-waiting = Waiting for an answer of the host
timeline-returned = Returned after { $n ->
    [one] one step
   *[other] { $step } steps
}
timeline-trapped = Trapped at step { $step }
timeline-thrown = Uncaught exception at step { $step }
timeline-exited = Exited after { $n ->
    [one] one step
   *[other] { $step } steps
}
timeline-step-of = step { $step } of { $last } known so far
timeline-going = Going to step { $step }, { $percent } %
timeline-kept = Kept at step { $step } after the edit
