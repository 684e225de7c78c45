structures-cut = only the first are drawn
structures-leads-out = leads to what is not drawn
structures-structures = Structures
structures-absent = not here: { $names }
structures-error = Line { $line }: { $message }
structures-cell = { $ty } at { $address }
structures-leads = leads to { $what }
