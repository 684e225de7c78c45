lanes-calls = Calls
lanes-stack = Stack
lanes-writes = Writes
lanes-how-many-functions-active = How many functions are active
lanes-how-many-slots-stack = How many slots the stack has: locals and operands of all frames
lanes-how-many-instructions-write = How many instructions write memory
lanes-returned = Returned
lanes-trapped = Trapped
lanes-uncaught-exception = Uncaught exception
lanes-exited = Exited
lanes-nothing-run-yet = Nothing has run yet.
lanes-least = at least{" "}
lanes-memory-written = memory is written
lanes-memory-writes-not-counted = memory writes are not counted yet
lanes-returns-there = ; it returns there
lanes-ends-there-trap = ; it ends there, in a trap
lanes-ends-there-exception-nobody = ; it ends there, in an exception that nobody catches
lanes-host-ends-there = ; the host ends it there
lanes-run-goes = ; the run goes on
lanes-not-every-step-looked = {" "}Not every step was looked at.
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
