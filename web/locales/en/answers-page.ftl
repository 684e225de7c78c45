answers-imported-function = The imported function
