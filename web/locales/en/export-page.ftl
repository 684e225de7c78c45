export-trace-no-program-close = A trace has no program: close it first.
export-module-too-large-printed = The module is too large to be printed as text.
export-text-problem-once-mended = The text has a problem: once it is mended, it can be assembled.
export-trace-already-own-file = It is a trace already, in its own file.
export-nothing-run-yet-press = Nothing has run yet: press Run or Step first.
export-saved = Saved as { $name }.
