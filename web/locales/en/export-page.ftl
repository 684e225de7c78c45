export-is-trace = A trace has no program: close it first.
export-too-large-as-text = The module is too large to be printed as text.
export-text-has-problem = The text has a problem: once it is mended, it can be assembled.
export-run-is-trace = It is a trace already, in its own file.
export-no-run-yet = Nothing has run yet: press Run or Step first.
export-saved = Saved as { $name }.
