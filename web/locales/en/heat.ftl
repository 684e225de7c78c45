heat-title = How often each line was executed, beside it
heat-heat = Heat
heat-hottest = Hottest lines and functions
heat-not-while-predicting = What runs how often is not told while you predict.
