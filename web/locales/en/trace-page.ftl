trace-not-saved = { $name } was not saved: the run has become another one.
