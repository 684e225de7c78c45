edit-how = { $label }: double click or Enter
