input-standard-input = Standard input
input-program-waits = the program waits
input-send-line = Send line
input-end-input = End input
