# Breakpoints beside the source.
remove = Breakpoint: click to remove it
