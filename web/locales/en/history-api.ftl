history-api-location = every number of a location
history-api-no-place = there is no such place in this state
history-api-find-takes = find takes a condition as text
