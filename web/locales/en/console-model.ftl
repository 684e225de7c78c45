console-earlier-output-no-longer = Earlier output is no longer kept.
