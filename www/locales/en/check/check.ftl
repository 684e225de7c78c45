# Why a run cannot be compared with what the browser's engine makes of it.
own-reference = An imported global holds a reference that only this machine has.
no-calls = The calls of the host could not be found: the run is too large, or has become another one.
