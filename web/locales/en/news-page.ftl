news-host-differs = The host does not say what it said in the run before. { $text }. This run goes on with what it says now.
news-goes-on = { $text } The run goes on.
