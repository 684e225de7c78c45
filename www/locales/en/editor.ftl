# The source editor.
source = Source
