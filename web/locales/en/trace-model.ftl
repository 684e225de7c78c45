trace-behind = { $from } lies behind { $to }: exchange them.
