memory-values-values-cursor = Values at the cursor
memory-values-at = At{" "}
memory-values-byte = Byte
memory-values-byte-cursor = Byte at the cursor
memory-values-nobody-provides = Imported, and nobody provides it: its first bytes are yours to choose
memory-values-change-about = Change it, in a branch of the run
