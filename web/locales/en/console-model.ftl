console-model-earlier-lost = Earlier output is no longer kept.
