hosts-answered = { $call } was answered.
hosts-answered-with = { $call } was answered: { $results }
