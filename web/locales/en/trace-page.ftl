trace-saved = Saved as { $name }.
trace-not-saved-run-become = { $name } was not saved: the run has become another one.
