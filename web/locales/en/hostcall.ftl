hostcall-waits-javascript = waits for JavaScript.
hostcall-result = Result
hostcall-result-at = Result { $index }
hostcall-host-call = Host call
hostcall-program-calls = The program calls{" "}
hostcall-you-host = {"."} You are the host:
hostcall-answer = Answer
