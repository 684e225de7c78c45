# What the machine marks in the source.
runs-next = Runs next
trapped-here = Trapped here
