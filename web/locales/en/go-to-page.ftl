go-to-takes-long = A long run keeps fewer of its states: { $again } instructions are executed again.
go-to-at = At step { $step }. { $now }
go-to-ends = The run ends before step { $wanted }: at { $step }. { $now }
