# The part of the machine that is loaded later.
not-loaded = a part of the page cannot be loaded: is there a connection?
