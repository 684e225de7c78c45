events-observer-threw = An observer threw: { $text }
events-threw-three-times-row = It threw three times in a row and is no longer called.
