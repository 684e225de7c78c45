summary-run-words-way-each = The run in words, with a way to each event
summary-events = Events
summary-host-call = Host call
summary-breakpoint = Breakpoint
summary-found = Found
summary-no-host-call-no = No host call, no breakpoint, no end yet.
summary-event = { $name } at step { $step }
