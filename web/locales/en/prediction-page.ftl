prediction-page-next = What comes next is yours to predict.
