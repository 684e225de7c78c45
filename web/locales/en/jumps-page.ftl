jumps-there-no-jump-go = There is no jump to go back from.
