observe-api-takes = observe takes a function
observe-api-every = every has to be 1 or more
observe-api-on-takes = on takes an array
observe-api-no-kind = there is no kind of event "{ $name }"
