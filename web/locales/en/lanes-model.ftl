lanes-calls = Calls
lanes-stack = Stack
lanes-writes = Writes
lanes-calls-about = How many functions are active
lanes-stack-about = How many slots the stack has: locals and operands of all frames
lanes-writes-about = How many instructions write memory
lanes-returned = Returned
lanes-trapped = Trapped
lanes-uncaught-exception = Uncaught exception
lanes-exited = Exited
lanes-nothing-run = Nothing has run yet.
lanes-least = at least{" "}
lanes-writes-some = memory is written
lanes-writes-unknown = memory writes are not counted yet
lanes-ends-returned = ; it returns there
lanes-ends-trapped = ; it ends there, in a trap
lanes-ends-thrown = ; it ends there, in an exception that nobody catches
lanes-ends-exited = ; the host ends it there
lanes-ends-open = ; the run goes on
lanes-not-exact = {" "}Not every step was looked at.
lanes-count-active =
    { $n ->
        [one] { $about }{ $count } function active
       *[other] { $about }{ $count } functions active
    }
lanes-active-range = { $least } to { $about }{ $most } functions active
lanes-count-slots =
    { $n ->
        [one] { $about }{ $count } slot
       *[other] { $about }{ $count } slots
    }
lanes-count-writes =
    { $n ->
        [one] { $count } memory write
       *[other] { $count } memory writes
    }
lanes-count-bytes =
    { $n ->
        [one] { $count } byte
       *[other] { $count } bytes
    }
lanes-written = { $writes } of { $bytes }
lanes-count-hosts =
    { $n ->
        [one] { $count } host call
       *[other] { $count } host calls
    }
lanes-sentence = Steps { $from } to { $to }: { $active }, stack of up to { $slots }, { $memory }, { $hosts }{ $ending }.
