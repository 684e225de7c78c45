viewing-some-left-out = , of which some are left out
viewing-trace = Trace
viewing-trace-2 = Trace{" "}
viewing-instructions = {" "}instructions of{" "}
viewing-records-do-not-tell = {"."} What its records do not tell is not known.
viewing-close-trace = Close trace
