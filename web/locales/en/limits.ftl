limits-fuel = Fuel
limits-no-end = no end
limits-instructions-run-executes-before = Instructions that Run executes before it pauses; empty for no end.
