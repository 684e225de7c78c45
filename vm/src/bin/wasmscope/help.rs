//! Help texts.

/// `wasmscope --help`.
pub(crate) const MAIN: &str = "\
Runs WebAssembly, one instruction at a time.

Usage: wasmscope [run] FILE [--invoke NAME] [ARG...]
       wasmscope trace FILE [--invoke NAME] [ARG...]
       wasmscope profile FILE [--invoke NAME] [ARG...]
       wasmscope share FILE [--invoke NAME] [ARG...]
       wasmscope open LINK
       wasmscope test FILE.wast...

FILE is a module, binary or text, a share link, or `-` for standard input.

  run      instantiates a module and calls an export; prints each result on a line
  trace    tells each instruction that is executed
  profile  counts instructions by function, loop and line
  share    makes a link of a program
  open     turns a link back into a file
  test     runs scripts of the specification's test suite

Each says more after `--help`, as in `wasmscope run --help`.
";

/// What to do about a missing file.
pub(crate) const USAGE_OF_RUN: &str = "write `wasmscope run FILE`, or `-` for standard input";

/// `wasmscope run --help`.
pub(crate) const RUN: &str = "\
Instantiates a module, then calls the export NAME, or `_start`, or `main`.

Usage: wasmscope [run] FILE [ARG...]
       wasmscope [run] FILE --invoke NAME [ARG...]

Arguments are read by the types of the function's parameters: 7, -1, 0xff, 1.5, inf,
nan:0x200000, null. After --invoke NAME they need no quoting; without it, all words
after FILE that are no option, and all that follow them, are arguments.

  --invoke NAME         the export to call (also --call)
  --fuel N              stop after N instructions and show the state
  --link NAME=FILE      a module whose exports satisfy imports of NAME
  --memory-limit PAGES  pages of 64 KiB that a memory may have (4096)
  --stack-limit FRAMES  frames that the call stack may have (100000)
  --heap-limit UNITS    objects and their fields, one unit each, alive at once (16777216)
  --enable NAMES        proposals, with commas between: wide-arithmetic,custom-page-sizes
  --color WHEN          auto, always or never (auto; NO_COLOR is honoured)
  --trace               tell each instruction, as `wasmscope trace` does, with its options

Programs may import `console.log` (any numbers), `env.print` (address, length) and
`env.putchar` (character), which print, and `spectest`.

Exit: 0 finished, 2 wrong usage, 3 malformed, invalid or not linkable, 4 trap,
5 an exception that nobody catches, 6 a limit was reached, 7 a file cannot be read.
";

/// `wasmscope trace --help`.
pub(crate) const TRACE: &str = "\
Runs a program as `run` does and tells each instruction that is executed: where it lies in
the module, what it took off the stack and put there, and what else it did.

Usage: wasmscope trace FILE [ARG...]
       wasmscope trace FILE --invoke NAME [ARG...]

  --format FORMAT  text, for people, or jsonl: JSON Lines, version 1 (text)
  --output FILE    where to write it, instead of standard output
  --from N         the first instruction that is told (0)
  --to N           the last one; the program is run to its end all the same
  --func NAMES     only instructions of these functions, by name or index
  --op NAMES       only these instructions; `*` at the end stands for any: i32.*,call
  --kind KINDS     only what does this: call, return, branch, memory, global, table, host,
                   trap, throw

Names have commas between; all other options are those of `run`. What the program prints
goes to standard error, unless --output is given. Exit codes are those of `run`.

Examples:
  wasmscope trace fact.wat --invoke fact 5
  wasmscope trace sort.wasm --kind memory --from 1000 --to 2000
  wasmscope trace sort.wasm --format jsonl --output sort.jsonl
";

/// `wasmscope profile --help`.
pub(crate) const PROFILE: &str = "\
Runs a program as `run` does and counts its instructions: by function, instruction, loop
and line of the source. Counts are exact.

Usage: wasmscope profile FILE [ARG...]
       wasmscope profile FILE --invoke NAME [ARG...]

  --format FORMAT  text, json, or folded: chains of calls with `;` between, for flame
                   graphs (text)
  --top N          rows of each table of the text (20)

All other options are those of `run`. What the program prints goes to standard error. Exit
codes are those of `run`.

Examples:
  wasmscope profile sort.wasm --invoke main
  wasmscope profile sort.wasm --format folded > sort.folded
";

/// `wasmscope share --help`.
pub(crate) const SHARE: &str = "\
Makes a link of a program. All of it is in the link itself, behind the `#`, so that no
server ever sees it. Without --base, put the address of a playground before it.

Usage: wasmscope share FILE [ARG...]
       wasmscope share FILE --invoke NAME [ARG...]

  --invoke NAME         the export to call (also --call)
  --base ADDRESS        the address of the page that is to open it
  --step N              the step to stand at
  --title TEXT          what it is called
  --memory-limit PAGES  pages of 64 KiB that a memory may have (4096)
  --stack-limit FRAMES  frames that the call stack may have (100000)
  --heap-limit UNITS    objects and their fields, one unit each, alive at once (16777216)

Exit: 0 done, 2 wrong usage, 3 malformed or invalid, 6 too large for a link, 7 a file
cannot be read.
";

/// `wasmscope open --help`.
pub(crate) const OPEN: &str = "\
Turns a link back into a file, a text or a binary module.

Usage: wasmscope open LINK [--output FILE]

LINK is the whole address or what begins with `#w1`; a shell needs quotes around it.
Otherwise it is a file that holds a link, or `-` for standard input.

  --output FILE  where to write it, instead of standard output (also -o)
  --recover      of a link that is incomplete or damaged, what is left

Exit: 0 done, 2 wrong usage, 3 the link is damaged, 7 a file cannot be read or written.
";

/// `wasmscope test --help`.
pub(crate) const TEST: &str = "\
Runs scripts of the specification's test suite. Every failure is one line,
`file:line: message`; the last line is `N passed, N failed`, and `, N skipped` where
assertions were not looked at.

Usage: wasmscope test FILE.wast... [--format text|json] [--enable NAMES]

NAMES are proposals, with commas between: wide-arithmetic,custom-page-sizes.

Exit: 0 all passed, 1 there are failures, 2 wrong usage, 7 a file cannot be read (all
others are run).
";
