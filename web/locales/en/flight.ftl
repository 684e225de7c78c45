flight-passed =
    { $count ->
        [one] 1 frame without a `try_table` is given up
       *[other] { $count } frames without a `try_table` are given up
    }
flight-no-handler = No handler matches: the program ends with the exception
flight-thrown = thrown
flight-comes-to-call = comes to the call
flight-no-try-table = ; no `try_table` is around it
flight-frame = `{ $name }`: { $verb } at { $place }{ $without }
flight-no-clauses = , which has no clauses
flight-handler = `try_table` at { $place }{ $without }
flight-other-tag = `{ $clause }` does not match: it is for tag { $tag }, not { $thrown }
flight-same-tag = it is for tag { $tag }
flight-catches-all = it is for every exception
flight-leaves = and leaves the function
flight-goes-on = and goes on at { $place }
flight-matches = `{ $clause }` matches: { $why }, { $goes }
