source-source = Source
source-machine-still-runs-last = ⚠ The machine still runs the last valid text
source-function-runs-far-trace = the function that runs, as far as the trace shows it
source-function-runs-read-only = the function that runs, to be read only
source-show-beside-each-line = Show beside each line which types are on the stack after it
source-types = Types
source-program-ended = The program has ended.
source-drop-file-open-webassembly = Drop the file to open it: WebAssembly text, a module or a trace
