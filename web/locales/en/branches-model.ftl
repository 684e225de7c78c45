branches-this-run = this run
branches-run-before = the run before
