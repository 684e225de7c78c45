# What is said of the worker that the browser's engine runs in.
not-started = The worker did not start.
