gallery-examples = Examples
gallery-first-steps-harder-ones = From the first steps to harder ones. Opening one replaces the text; undo in the editor brings it back.
gallery-load-again = Load again
gallery-loading = Loading…
gallery-nothing-here-teaches-try = Nothing here teaches that. Try a word such as loop, memory or i32.add.
gallery-search-examples = Search examples
gallery-loop-memory-br-table = loop, memory, br_table, 3.0 …
