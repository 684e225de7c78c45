movement-out-of-fuel = Paused: the fuel in the settings is used. Run takes as much again.
movement-out-of-memory = There is not enough memory, under the limits or in this tab, for the machine to go on.
