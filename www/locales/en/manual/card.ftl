# The card of an instruction in the editor.
example = For example: { $after }
more = More about { $instruction }
