tabs-panes = Panes
