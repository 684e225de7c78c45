pane-content = { $pane }: content
pane-values = Enter goes to the first value, arrows to others; Enter there asks where it comes from.
