check-nothing-started = Nothing was started.
check-run-waits-answer-host = The run waits for an answer of the host: give it, then check again.
check-run-not-ended-here = The run has not ended here: press Run to let it end, then check again.
check-values-run-were-changed = Values of this run were changed by hand, which cannot be done on the browser's engine.
check-argument-reference-only-machine = An argument is a reference that only this machine has.
check-run-called-host-too = The run has called its host too often to be done again: 20,000 calls are most.
check-host-answered-reference-only = The host has answered with a reference that only this machine has.
