limits-fuel = Fuel
limits-no-end = no end
limits-fuel-about = Instructions that Run executes before it pauses; empty for no end.
