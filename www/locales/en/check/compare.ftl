# Whether two engines agree: in what they differ, and what was compared.
differ = { $what }: { $here } here, { $there } on the browser's engine.
nan = Sign and payload of a NaN are another; the specification leaves them to the engine.
not-null = not null
result = Result
result-at = Result { $index }
only-null = Of references, only whether they are null was compared.
results = { NUMBER($count) } { $count ->
    [one] result
   *[other] results
}
globals = { NUMBER($count) } { $count ->
    [one] global
   *[other] globals
}
global = Global { $name }
memory = Memory { $index }
too-large = { $what } is too large to be compared.
other-size = { $what }: { NUMBER($here) } bytes here, { NUMBER($there) } on the browser's engine.
bytes-of-memory = { NUMBER($count) } bytes of memory { $index }
memory-nan = Memory differs only in bits of NaN; the specification leaves them to the engine.
at = { $what } at { $address }
unread = What the exception carries cannot all be read by JavaScript.
carries = What the exception carries, { $index }
returns = returns
traps = traps ({ $message })
throws = throws an exception that nobody catches
ends-with = ends with code { $code }
other-trap = The trap: { $here } here, “{ $there }” on the browser's engine.
unknown-trap = Both trap; the browser says “{ $message }”, whose meaning is not known here.
the-trap = the trap
no-tag = Both throw; the exception's tag could not be compared.
other-tag = The exception has tag { $here } here, { $there } on the browser's engine.
the-exception = the exception
one-more-call = The browser's engine calls { $function } once more than this machine did.
other-call = Call { $number } of the host is { $here } here, { $there } on the browser's engine.
other-argument = Call { $number } of the host, { $function }: argument { $index } is { $here } here, { $there } on the browser's engine.
both-return-values = Both return { $values }.
both-return = Both return.
both-trap = Both trap: { $trap }.
both-throw = Both throw the same exception.
both-exit = Both end the program with the same code.
endless = The browser's engine has not come to an end in the time it was given. It may need longer, or never end there.
wrote-early = The host wrote to memory while the module was being made, which JavaScript cannot do.
cannot-run = This browser cannot run the module: { $why }
could-not = The browser's engine could not do it: { $why }
deep-here = The call stack is exhausted here only. How deep it may be is each engine's own choice.
deep-there = The call stack is exhausted on the browser's engine only. How deep it may be is each engine's own choice.
other-ending = The program { $here } here; on the browser's engine it { $there }.
fewer-calls = This machine has called the host { NUMBER($here) } { $here ->
    [one] time
   *[other] times
}, the browser's engine { NUMBER($there) } { $there ->
    [one] time
   *[other] times
}.
calls = { NUMBER($count) } { $count ->
    [one] call
   *[other] calls
} of the host
early = It ended while the module was being made, so memories and globals cannot be read.
deep = How deep the stack may be is each engine's own choice, so what was done before may differ.
do-not-agree = The two engines do not agree.
may-differ = The two engines do not agree, and the specification may allow that.
relaxed = The run executes { $ops }: of relaxed SIMD the specification leaves some results to the engine, so these may differ, and what follows from them.
refuses-to-grow = The run executes { $op }: the specification lets an engine refuse to grow, so its result may differ, and what follows from it.
