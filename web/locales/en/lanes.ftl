lanes-calls-host-breakpoints-found = Calls of the host, breakpoints, what was found, and how the run ended
lanes-events = Events
lanes-host-call = Host call
lanes-found = Found
lanes-breakpoint = Breakpoint
lanes-nothing-run-yet-happens = Nothing has run yet: what happens at each step is drawn here.
