edit-double-click-enter = { $label }: double click or Enter
