# The dialog in which a run is compared with what the browser's engine makes of it.
name = Check with your browser
close = Close
running-there = Running on the browser's engine
cancel = Cancel
about = The same call runs on the WebAssembly engine of this browser, with the same arguments; what the host said is said again. Results, traps, exceptions, globals and memories are compared.
agree = Both engines agree.
differ = The engines differ.
differ-as-allowed = The engines differ, as the specification may allow.
unknown = This cannot be compared.
compared = Compared: { $what }.
running = Running on the browser's engine …
cancelled = Cancelled.
nothing = Nothing was compared.
