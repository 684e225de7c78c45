//! Help texts: what each sub-command is about, by hand, and its options, from the table.

use crate::table::{Opt, Sub, Takes};

/// Columns of a line of help.
const WIDTH: usize = 92;

/// `wasmscope --help`.
pub(crate) fn main() -> String {
    let mut text = "Runs WebAssembly, one instruction at a time.\n\n".to_owned();
    for (index, sub) in Sub::ALL.into_iter().enumerate() {
        let lead = if index == 0 { "Usage:" } else { "      " };
        text += &format!("{lead} wasmscope {}\n", usage(sub));
    }
    text += "\nFILE is a module, binary or text, a share link, or `-` for standard input.\n\n";
    for sub in Sub::ALL {
        text += &format!("  {:<12} {}\n", sub.name(), about(sub).brief);
    }
    text += "\nEach says more after `--help`, as in `wasmscope run --help`.\n";
    text
}

/// `wasmscope SUB --help`.
pub(crate) fn of(sub: Sub) -> String {
    let About {
        intro,
        after,
        examples,
        exits,
        ..
    } = about(sub);
    let mut text = format!("{intro}\n\nUsage: wasmscope {}\n", usage(sub));
    if sub.takes() == Takes::Program {
        let name = if sub == Sub::Run { "[run]" } else { sub.name() };
        text += &format!("       wasmscope {name} FILE --invoke NAME [ARG...]\n");
    }
    text.push('\n');
    // With --trace, `run` is `trace`, whose help says the rest.
    for option in sub.options().filter(|o| sub != Sub::Run || !o.traces) {
        row(&mut text, option);
    }
    if !after.is_empty() {
        text += &format!("\n{after}\n");
    }
    text += "\nExamples:\n";
    for example in examples {
        text += &format!("  wasmscope {example}\n");
    }
    text += &format!("\n{exits}\n");
    text
}

/// What a sub-command does, in a line.
pub(crate) fn brief(sub: Sub) -> &'static str {
    about(sub).brief
}

fn usage(sub: Sub) -> String {
    match (sub, sub.takes()) {
        (Sub::Run, _) => "[run] FILE [ARG...]".to_owned(),
        (_, Takes::Program) => format!("{} FILE [ARG...]", sub.name()),
        (_, Takes::Nothing) => sub.name().to_owned(),
        (_, Takes::One(word)) => format!("{} {word}", sub.name()),
        (_, Takes::Many(word)) => format!("{} {word}...", sub.name()),
    }
}

/// An option with what it does, in two columns.
fn row(text: &mut String, option: &Opt) {
    const LEFT: usize = 24;
    let name = format!("  --{} {}", option.name, option.value.placeholder());
    let name = name.trim_end();
    let mut line = format!("{name:<LEFT$}");
    let mut is_first = true;
    for word in option.about.split(' ') {
        if !is_first && line.chars().count() + 1 + word.chars().count() > WIDTH {
            *text += &format!("{line}\n");
            line = " ".repeat(LEFT);
            is_first = true;
        }
        if !is_first {
            line.push(' ');
        }
        line += word;
        is_first = false;
    }
    *text += &format!("{line}\n");
}

/// What is said of a sub-command beside its options.
struct About {
    /// A line for the list of all.
    brief: &'static str,
    /// What it does and takes.
    intro: &'static str,
    /// What there is to know beside.
    after: &'static str,
    /// Words after `wasmscope`.
    examples: &'static [&'static str],
    /// The codes that it ends with.
    exits: &'static str,
}

fn about(sub: Sub) -> About {
    match sub {
        Sub::Run => RUN,
        Sub::Trace => TRACE,
        Sub::Debug => DEBUG,
        Sub::Profile => PROFILE,
        Sub::Share => SHARE,
        Sub::Open => OPEN,
        Sub::Test => TEST,
        Sub::Dap => DAP,
        Sub::Completions => COMPLETIONS,
    }
}

/// What all that run a program end with.
const EXITS: &str = "\
Exit: 0 finished, or what a program on WASI ends with; 2 wrong usage, 3 malformed, invalid
or not linkable, 4 trap, 5 an exception that nobody catches, 6 a limit was reached, 7 a file
cannot be read or written, 130 Ctrl-C.";

const RUN: About = About {
    brief: "instantiates a module and calls an export; prints each result on a line",
    intro: "\
Instantiates a module, then calls the export NAME, or `_start`, or `main`, and prints each
result on a line of its own.

FILE is a module, binary or text, a share link, or `-` for standard input. Arguments are
read by the types of the function's parameters: 7, -1, 0xff, 1.5, inf, nan:0x200000,
i32x4:1,2,3,4, null. After --invoke NAME they need no quoting; without it, all words after
FILE that are no option, and all that follow them, are arguments.",
    after: "\
Programs may import `console.log` (any numbers), `env.print` (address, length) and
`env.putchar` (character), which print, `spectest`, and WASI preview 1. A program that
begins with `_start` and imports WASI is given the words as they are. It sees no file but
those of folders given with --dir, and its environment is empty without --env. Ctrl-C stops
the program and shows where it was; a second one ends at once.",
    examples: &[
        "run fact.wat --invoke fact 5",
        "fact.wat --invoke fact -5 --fuel 1000",
        "run app.wasm --link math=math.wat",
        "count.wasm --dir texts::/data --env LIMIT=3 -- /data/one.txt",
    ],
    exits: EXITS,
};

const TRACE: About = About {
    brief: "tells each instruction that is executed",
    intro: "\
Runs a program as `run` does and tells each instruction that is executed: where it lies in
the module, what it took off the stack and put there, and what else it did.",
    after: "\
Names have commas between. What the program prints goes to standard error, unless --output
is given.",
    examples: &[
        "trace fact.wat --invoke fact 5",
        "trace sort.wasm --kind memory --from 1000 --to 2000",
        "trace sort.wasm --format jsonl --output sort.jsonl",
    ],
    exits: EXITS,
};

const DEBUG: About = About {
    brief: "moves through a run in both directions",
    intro: "\
Moves through the run of a program in both directions: by single instructions, over calls,
to breakpoints, to any step. Every state of the past can be looked at and changed, and asked
where its values come from.",
    after: "\
It stands before the first instruction and waits for commands, from a terminal or from
standard input: `help` lists them, `help VERB` tells of one, with an example. Ctrl-C stops
the program, not the debugger. Functions that nobody provides can be imported: their
results are asked for. With --fuel N the run does not go beyond step N.",
    examples: &[
        "debug fact.wat --invoke fact 5",
        "debug sort.wasm --invoke main < commands.txt",
    ],
    exits: "\
Exit: 0 when it is left, however the program has ended; 2 wrong usage, 3 malformed, invalid
or not linkable, 7 a file cannot be read.",
};

const PROFILE: About = About {
    brief: "counts instructions by function, loop and line",
    intro: "\
Runs a program as `run` does and counts its instructions: by function, instruction, loop
and line of the source. Counts are exact.",
    after: "What the program prints goes to standard error.",
    examples: &[
        "profile sort.wasm --invoke main",
        "profile sort.wasm --format folded > sort.folded",
    ],
    exits: EXITS,
};

const SHARE: About = About {
    brief: "makes a link of a program",
    intro: "\
Makes a link of a program. All of it is in the link itself, behind the `#`, so that no
server ever sees it. Without --base, put the address of a playground before it.",
    after: "",
    examples: &[
        "share fact.wat --invoke fact 5 --step 12",
        "share fact.wat --base https://example.org/wasmscope/ --title Factorial",
    ],
    exits: "\
Exit: 0 done, 2 wrong usage, 3 malformed or invalid, 6 too large for a link, 7 a file
cannot be read.",
};

const OPEN: About = About {
    brief: "turns a link back into a file",
    intro: "\
Turns a link back into a file, a text or a binary module.

LINK is the whole address or what begins with `#w1`; a shell needs quotes around it.
Otherwise it is a file that holds a link, or `-` for standard input.",
    after: "",
    examples: &[
        "open 'https://example.org/wasmscope/#w1d.…' --output fact.wat",
        "open link.txt",
    ],
    exits: "\
Exit: 0 done, 2 wrong usage, 3 the link is damaged, 7 a file cannot be read or written.",
};

const TEST: About = About {
    brief: "runs scripts of the specification's test suite",
    intro: "\
Runs scripts of the specification's test suite. Every failure is one line,
`file:line: message`; the last line is `N passed, N failed`, and `, N skipped` where
assertions were not looked at.",
    after: "",
    examples: &["test i32.wast i64.wast", "test --format json suite/*.wast"],
    exits: "\
Exit: 0 all passed, 1 there are failures, 2 wrong usage, 7 a file cannot be read (all
others are run).",
};

const DAP: About = About {
    brief: "lets an editor debug: the Debug Adapter Protocol on standard input and output",
    intro: "\
Lets an editor debug programs, in both directions: it speaks the Debug Adapter Protocol on
standard input and output. Editors run it; the program, its arguments and the options of
`run` are attributes of their launch configuration.",
    after: "`docs/dap.md` says how to set up editors, and what can be asked.",
    examples: &["dap < messages.txt"],
    exits: "\
Exit: 0 when the client has left, 2 wrong usage, 7 when standard input is not the protocol.",
};

const COMPLETIONS: About = About {
    brief: "prints what makes a shell complete words: bash, zsh or fish",
    intro: "\
Prints a script that makes a shell complete sub-commands, options, their values and files.
SHELL is bash, zsh or fish.",
    after: "\
Keep what it prints where the shell looks for it, or read it each time:
  bash  source <(wasmscope completions bash), in ~/.bashrc
  zsh   as a file _wasmscope in a folder of $fpath
  fish  as ~/.config/fish/completions/wasmscope.fish",
    examples: &[
        "completions bash > ~/.local/share/bash-completion/completions/wasmscope",
        "completions fish > ~/.config/fish/completions/wasmscope.fish",
    ],
    exits: "Exit: 0 done, 2 wrong usage.",
};
