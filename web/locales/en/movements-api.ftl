movements-api-number = { $name } has to be a number
movements-api-run-back = runBack goes to a step of the past
movements-api-run = run goes forward; goTo and runBack go to a step of the past
movements-api-options = options have to be an object
movements-api-until-takes = until takes {"{"}step{"}"}, {"{"}line{"}"}, {"{"}func, pc{"}"} or {"{"}breakpoint: true{"}"}
movements-api-no-call-waits = no host call waits for an answer
movements-api-answer-takes = answer takes an array with a value for each result
movements-api-results =
    { $wanted ->
        [one] the call has 1 result, { $given } given
       *[other] the call has { $wanted } results, { $given } given
    }
