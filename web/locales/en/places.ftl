places-line = line { $line }
places-pc = pc { $pc }
places-instruction = instruction { $pc }
