viewer-takes = takes { $values }
viewer-branches = branches to pc { $pc }
viewer-calls = calls { $name }({ $args })
viewer-answers = , which answers { $values }
viewer-calls-host = calls the host's { $module }.{ $name }({ $args }){ $answer }
viewer-pushes = pushes { $values }
viewer-returns-to = returns to { $to }
viewer-returns = returns
viewer-catches = { $name } catches it
viewer-nobody-catches = nobody catches it
viewer-throws = throws { $tag }({ $args }): { $caught }
viewer-traps = traps: { $message }
viewer-traps-detail = traps: { $message }: { $detail }
viewer-goes-on = goes on
viewer-no-end = The trace ends here without its last line: it was cut off.
viewer-has-returned = The program has returned after { $n ->
    [one] one step
   *[other] { $steps } steps
}.
viewer-has-trapped-detail = The program has trapped: { $message }: { $detail }
viewer-has-trapped = The program has trapped.
viewer-has-thrown = An exception that nobody has caught has ended the program.
viewer-has-exited = The program has exited with { $code }.
viewer-at-limit = The run has ended after { $n ->
    [one] one step
   *[other] { $steps } steps
} at a limit: { $limit }.
viewer-unknown-limit = unknown
viewer-goes-on-after = The run goes on after { $n ->
    [one] one step
   *[other] { $steps } steps
}, and the trace ends there.
viewer-sets = sets { $name } from { $old } to { $new }
viewer-reads = reads { $name }
viewer-memory-grows = asks memory { $mem } to grow: { $old } → { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
viewer-writes-bytes = writes { $n ->
    [one] one byte
   *[other] { $count } bytes
} at { $address } of memory { $memory }
viewer-reads-bytes = reads { $n ->
    [one] one byte
   *[other] { $count } bytes
} at { $address } of memory { $memory }
viewer-table-grows = asks table { $table } to grow: { $old } → { $new }
viewer-sets-element = sets element { $index } of table { $table }
viewer-reads-element = reads element { $index } of table { $table }
viewer-an-object = an object
viewer-makes = makes { $object }, a { $ty }
viewer-sets-field = sets field { $field } of { $object }
viewer-reads-field = reads field { $field } of { $object }
viewer-no-line = Line { $line } is no line of a trace: { $why }.
viewer-not-utf-8 = byte { $byte } of it is not UTF-8
viewer-another-end = another end came before it
viewer-after-end = an instruction comes after the end
viewer-wrong-order = instruction { $n } comes after instruction { $before }
viewer-executed-of = What the trace has executed of
viewer-function = ${ $name }, function { $index }:
viewer-not-in-trace = not in the trace
viewer-nothing = nothing
