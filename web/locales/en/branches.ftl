branches-branches = Branches
branches-branch = Branch
branches-rename = Rename
branches-name-branch = Name of the branch
branches-remove-branch = Remove branch
branches-compare = Compare with { $name }
branches-go = Go to step { $step }
branches-from = { $name }: { $why } (step { $step })
