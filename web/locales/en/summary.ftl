summary-about = The run in words, with a way to each event
summary-none = No host call, no breakpoint, no end yet.
summary-event = { $name } at step { $step }
