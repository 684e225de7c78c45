check-nothing-started = Nothing was started.
check-model-waits = The run waits for an answer of the host: give it, then check again.
check-model-not-ended = The run has not ended here: press Run to let it end, then check again.
check-model-was-changed = Values of this run were changed by hand, which cannot be done on the browser's engine.
check-model-own-argument = An argument is a reference that only this machine has.
check-model-too-many-calls = The run has called its host too often to be done again: 20,000 calls are most.
check-model-own-answer = The host has answered with a reference that only this machine has.
