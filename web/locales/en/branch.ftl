branch-goes-here = ◀ the branch goes here
branch-would-go-here = the branch would go here
branch-popped = ✕ popped
branch-values =
    { $n ->
        [0] no values
        [one] 1 value
       *[other] { $n } values
    }
branch-labels =
    { $n ->
        [0] no labels
        [one] 1 label
       *[other] { $n } labels
    }
branch-no-values = no values
branch-frame-goes = its frame goes
branch-drops = drops { $values }
branch-leaves = leaves the function
branch-begins-loop = pops { $labels } and begins the loop again
branch-pops = pops { $labels }
branch-because = : { $because }
branch-not-taken = `{ $text }` will not be taken{ $because }.
branch-taken = `{ $text }` will be taken{ $because }. It { $popped }, carries { $carried }, { $dropped }.
