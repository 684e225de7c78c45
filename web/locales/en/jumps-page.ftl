jumps-none = There is no jump to go back from.
