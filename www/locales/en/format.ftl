# What has come of formatting the source.
only-read = This text can only be read.
changed-meanwhile = Not formatted: the text was changed meanwhile.
already = The source is formatted already.
done = Formatted. Undo takes it back.
refused = Not formatted: { $why }.
too-deep = Not formatted: the text is nested too deeply.
not-loaded = The formatter cannot be loaded: is there a connection?
more-than-layout = Not formatted: more than the layout would have changed.
