autopsy-model-things =
    { $n ->
        [one] { $count } { $unit }
       *[other] { $count } { $unit }s
    }
autopsy-model-wanted = wanted
autopsy-model-from = { $things } from { $first }
autopsy-model-there-is = there is
autopsy-model-of = { $things } of { $whole }
autopsy-model-beyond = beyond the end
autopsy-model-value = value
autopsy-model-allowed = allowed
autopsy-model-range = { $least } to { $most }
autopsy-model-no-own-type = none of its own
autopsy-model-what = what
autopsy-model-type-found = type found
autopsy-model-type-wanted = type wanted
autopsy-model-in-use = in use
autopsy-model-needed = needed
autopsy-model-more = { $count } more
autopsy-model-limit = limit
