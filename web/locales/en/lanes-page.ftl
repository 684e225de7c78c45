lanes-lanes-show-steps = The lanes show steps { $from } to { $to }.
lanes-no-function-runs-here = No function runs here.
lanes-there-no-loop-around = There is no loop around this instruction.
lanes-too-long-too-large = It is too long, or too large, to be looked for.
lanes-looking = Looking …
lanes-loop = Loop at { $place } of { $function }
