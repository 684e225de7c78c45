go-to-go-step = Go to step
go-to-go-step-type-number = Go to step: type a number and press Enter
