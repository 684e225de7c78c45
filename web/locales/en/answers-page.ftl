answers-imported-function = The imported function
answers-failed = { $call } failed: { $why }
