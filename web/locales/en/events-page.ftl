events-observer-threw = An observer threw: { $text }
events-no-longer-called = It threw three times in a row and is no longer called.
