tabs-panes = Panes
tabs-waits = waits
