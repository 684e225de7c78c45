//! Which option belongs to which sub-command: one table, from which come parsing, help and
//! the completions of shells. What each sub-command is about is in [`crate::help`].

/// A sub-command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sub {
    Run,
    Trace,
    Debug,
    Profile,
    Test,
    Share,
    Open,
    Dap,
    Completions,
}

impl Sub {
    /// All there are, as the help lists them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Run,
        Self::Trace,
        Self::Debug,
        Self::Profile,
        Self::Share,
        Self::Open,
        Self::Test,
        Self::Dap,
        Self::Completions,
    ];

    /// The word that names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Profile => "profile",
            Self::Test => "test",
            Self::Share => "share",
            Self::Open => "open",
            Self::Dap => "dap",
            Self::Completions => "completions",
        }
    }

    /// The sub-command that a word names.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sub| sub.name() == word)
    }

    /// What its words are, beside options.
    pub(crate) fn takes(self) -> Takes {
        match self {
            Self::Run | Self::Trace | Self::Debug | Self::Profile | Self::Share => Takes::Program,
            Self::Test => Takes::Many("FILE.wast"),
            Self::Open => Takes::One("LINK"),
            Self::Dap => Takes::Nothing,
            Self::Completions => Takes::One("SHELL"),
        }
    }

    /// The options that it has, in the order of the help.
    pub(crate) fn options(self) -> impl Iterator<Item = &'static Opt> {
        OPTIONS.iter().filter(move |opt| opt.on.contains(&self))
    }

    /// The option that a name, without its dashes, means here.
    pub(crate) fn option(self, name: &str) -> Option<&'static Opt> {
        let mut options = self.options();
        options.find(|opt| opt.name == name || opt.also.contains(&name))
    }
}

/// What the words of a sub-command are that belong to no option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A FILE, and then words for the program.
    Program,
    /// Nothing.
    Nothing,
    /// One word, called so in messages.
    One(&'static str),
    /// One or more.
    Many(&'static str),
}

/// What is written after an option. The words in capitals are those of the help.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value {
    /// Nothing.
    None,
    /// Any word.
    Word(&'static str),
    /// A whole number that is not negative.
    Number(&'static str),
    /// The name of a file, perhaps behind `NAME=`.
    File(&'static str),
    /// One of these words.
    OneOf(&'static str, &'static [&'static str]),
    /// Some of these words, with commas between.
    Some(&'static str, &'static [&'static str]),
}

impl Value {
    /// How the help calls it.
    pub(crate) fn placeholder(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Word(name) | Self::Number(name) | Self::File(name) => name,
            Self::OneOf(name, _) | Self::Some(name, _) => name,
        }
    }
}

/// An option.
#[derive(Debug)]
pub(crate) struct Opt {
    /// Its name, without the two dashes.
    pub(crate) name: &'static str,
    /// Other names of it; those of a single letter have one dash.
    pub(crate) also: &'static [&'static str],
    pub(crate) value: Value,
    /// What it does, for the help.
    pub(crate) about: &'static str,
    /// Where it means something.
    pub(crate) on: &'static [Sub],
    /// Whether it may be given more than once; then all that was given counts.
    pub(crate) many: bool,
    /// Whether `run` takes it with `--trace` only.
    pub(crate) traces: bool,
}

const fn opt(name: &'static str, value: Value, on: &'static [Sub], about: &'static str) -> Opt {
    Opt {
        name,
        also: &[],
        value,
        about,
        on,
        many: false,
        traces: false,
    }
}

impl Opt {
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    const fn many(self) -> Self {
        Self { many: true, ..self }
    }

    const fn traces(self) -> Self {
        Self {
            traces: true,
            ..self
        }
    }
}

/// What drives a program.
const RUNS: &[Sub] = &[Sub::Run, Sub::Trace, Sub::Debug, Sub::Profile];
/// What makes one, to be driven here or elsewhere.
const PROGRAMS: &[Sub] = &[Sub::Run, Sub::Trace, Sub::Debug, Sub::Profile, Sub::Share];
/// What tells each instruction.
const TRACES: &[Sub] = &[Sub::Trace, Sub::Run];
const LOADS: &[Sub] = &[Sub::Run, Sub::Trace, Sub::Debug, Sub::Profile, Sub::Test];
const ALL: &[Sub] = &Sub::ALL;

/// All options; a name that means something else in another sub-command has another row.
static OPTIONS: [Opt; 32] = [
    opt(
        "format",
        Value::OneOf("FORMAT", &["text", "jsonl"]),
        TRACES,
        "text, for people, or jsonl: JSON Lines, version 1 (text)",
    )
    .traces(),
    opt(
        "output",
        Value::File("FILE"),
        TRACES,
        "where to write it, instead of standard output",
    )
    .traces(),
    opt(
        "from",
        Value::Number("N"),
        TRACES,
        "the first instruction that is told (0)",
    )
    .traces(),
    opt(
        "to",
        Value::Number("N"),
        TRACES,
        "the last one; the program is run to its end all the same",
    )
    .traces(),
    opt(
        "func",
        Value::Word("NAMES"),
        TRACES,
        "only instructions of these functions, by name or index",
    )
    .many()
    .traces(),
    opt(
        "op",
        Value::Word("NAMES"),
        TRACES,
        "only these instructions; `*` at the end stands for any: i32.*,call",
    )
    .many()
    .traces(),
    opt(
        "kind",
        Value::Some(
            "KINDS",
            &[
                "call", "return", "branch", "memory", "global", "table", "host", "trap", "throw",
            ],
        ),
        TRACES,
        "only what does this: call, return, branch, memory, global, table, host, trap, throw",
    )
    .many()
    .traces(),
    opt(
        "format",
        Value::OneOf("FORMAT", &["text", "json", "folded"]),
        &[Sub::Profile],
        "text, json, or folded: chains of calls with `;` between, for flame graphs (text)",
    ),
    opt(
        "top",
        Value::Number("N"),
        &[Sub::Profile],
        "rows of each table of the text (20)",
    ),
    opt(
        "format",
        Value::OneOf("FORMAT", &["text", "json"]),
        &[Sub::Test],
        "text, a line for each failure, or json (text)",
    ),
    opt(
        "output",
        Value::File("FILE"),
        &[Sub::Open],
        "where to write it, instead of standard output (also -o)",
    )
    .also(&["o"]),
    opt(
        "module",
        Value::Word("NAME"),
        &[Sub::Open],
        "of the modules that the link's program imports from, the one of this name",
    ),
    opt(
        "recover",
        Value::None,
        &[Sub::Open],
        "of a link that is incomplete or damaged, what is left",
    ),
    opt(
        "invoke",
        Value::Word("NAME"),
        PROGRAMS,
        "the export to call (also --call)",
    )
    .also(&["call"]),
    opt(
        "base",
        Value::Word("ADDRESS"),
        &[Sub::Share],
        "the address of the page that is to open it",
    ),
    opt(
        "step",
        Value::Number("N"),
        &[Sub::Share],
        "the step to stand at",
    ),
    opt(
        "title",
        Value::Word("TEXT"),
        &[Sub::Share],
        "what it is called",
    ),
    opt(
        "fuel",
        Value::Number("N"),
        RUNS,
        "stop after N instructions and show the state",
    ),
    opt(
        "link",
        Value::File("NAME=FILE"),
        PROGRAMS,
        "a module whose exports satisfy imports of NAME; may be given again",
    )
    .many(),
    opt(
        "dir",
        Value::File("HOST::GUEST"),
        RUNS,
        "a folder that the program may use, and what it calls it; may be given again",
    )
    .many(),
    opt(
        "env",
        Value::Word("K=V"),
        RUNS,
        "a variable of the program's environment; may be given again",
    )
    .many(),
    opt(
        "stdin",
        Value::File("FILE"),
        RUNS,
        "what the program reads as its standard input",
    ),
    opt(
        "seed",
        Value::Number("N"),
        RUNS,
        "makes what is random for the program the same each time",
    ),
    opt(
        "canvas",
        Value::File("FILE.png"),
        TRACES,
        "where the last picture goes, or each one with its number: pictures-%d.png",
    ),
    opt(
        "memory-limit",
        Value::Number("PAGES"),
        PROGRAMS,
        "pages of 64 KiB that a memory may have (4096)",
    ),
    opt(
        "stack-limit",
        Value::Number("FRAMES"),
        PROGRAMS,
        "frames that the call stack may have (100000)",
    ),
    opt(
        "heap-limit",
        Value::Number("UNITS"),
        PROGRAMS,
        "objects and their fields, one unit each, alive at once (16777216)",
    ),
    opt(
        "history-limit",
        Value::Number("MIB"),
        &[Sub::Debug],
        "MiB that saved states of the past may take; more make jumps shorter (256)",
    ),
    opt(
        "enable",
        Value::Some("NAMES", &["wide-arithmetic", "custom-page-sizes"]),
        LOADS,
        "proposals beyond the standard: wide-arithmetic, custom-page-sizes",
    )
    .many(),
    opt(
        "trace",
        Value::None,
        &[Sub::Run],
        "tell each instruction, as `wasmscope trace` does, with its options",
    ),
    opt(
        "color",
        Value::OneOf("WHEN", &["auto", "always", "never"]),
        ALL,
        "auto, always or never (auto; NO_COLOR is honoured)",
    ),
    opt("help", Value::None, ALL, "this text (also -h)").also(&["h"]),
];

/// The sub-commands that have an option of this name.
pub(crate) fn having(name: &str) -> Vec<&'static str> {
    let has = |sub: &Sub| sub.option(name).is_some();
    Sub::ALL.into_iter().filter(has).map(Sub::name).collect()
}
