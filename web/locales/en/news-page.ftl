news-host-does-not-say = The host does not say what it said in the run before. { $text }. This run goes on with what it says now.
news-go-call = Go to the call
news-go-earlier-state = Go to the earlier state
news-go-same-state-later = Go to the same state later
news-run-goes = { $text } The run goes on.
