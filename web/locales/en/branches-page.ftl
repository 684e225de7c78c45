branches-nothing-to-change = Nothing runs here that could be changed; go back a step.
branches-changed = Changed.
branches-switched = Another branch, at step { $step }.
branches-comparing = Comparing: step { $step } of { $last }
branches-changed-in = Changed, in { $branch }: { $why }.
