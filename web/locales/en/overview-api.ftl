overview-api-bounds = from is at most to, and there are 1 to { $most } columns
