branches-nothing-runs-here-could = Nothing runs here that could be changed; go back a step.
branches-changed = Changed.
branches-another-branch-step = Another branch, at step { $step }.
branches-comparing-step = Comparing: step { $step } of { $last }
branches-changed-in = Changed, in { $branch }: { $why }.
