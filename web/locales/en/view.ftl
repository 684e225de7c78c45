view-skip-panes = Skip to the panes
view-panes = Panes
