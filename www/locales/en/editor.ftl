# The source editor, and the plain text area in place of it.
source = Source
