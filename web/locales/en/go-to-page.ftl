go-to-nothing-runs-yet = Nothing runs yet.
go-to-long-run-keeps-fewer = A long run keeps fewer of its states: { $again } instructions are executed again.
