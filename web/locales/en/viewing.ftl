viewing-gaps = , of which some are left out
viewing-trace = Trace
viewing-trace-called = Trace{" "}
viewing-instructions = { $n ->
    [one] {" "}instruction of{" "}
   *[other] {" "}instructions of{" "}
}
viewing-unknown = {"."} What its records do not tell is not known.
viewing-close-trace = Close trace
