# The plain text area in place of the editor.
source = Source
