go-to-label = Go to step
go-to-how = Go to step: type a number and press Enter
