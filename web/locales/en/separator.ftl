separator-resize = Resize { $name }
separator-percent = { $share } percent
separator-how = Resize { $name }: drag it, or use the arrow keys; Enter or a double click puts it back
