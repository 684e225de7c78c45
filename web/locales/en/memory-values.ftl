memory-values-values-cursor = Values at the cursor
memory-values-at = At{" "}
memory-values-byte = Byte
memory-values-byte-cursor = Byte at the cursor
memory-values-imported-nobody-provides-first = Imported, and nobody provides it: its first bytes are yours to choose
memory-values-change-branch-run = Change it, in a branch of the run
