lanes-shown = The lanes show steps { $from } to { $to }.
lanes-no-function = No function runs here.
lanes-no-loop = There is no loop around this instruction.
lanes-too-far = It is too long, or too large, to be looked for.
lanes-looking = Looking …
lanes-loop = Loop at { $place } of { $function }
