structures-only-first-drawn = only the first are drawn
structures-leads-not-drawn = leads to what is not drawn
