//! What `launch` says of the program: words of the command line, in JSON.
//!
//! They are read as the command line is, so that each means the same in both places.

use super::wire::{Trouble, plain};
use crate::failure::Failure;
use crate::given::Given;
use crate::options::Options;
use crate::table::Sub;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::ffi::OsString;
use wasmscope::load::suggest;

/// The attributes of a launch configuration.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Launch {
    /// A module, or a link.
    pub(super) program: String,
    invoke: Option<String>,
    #[serde(default)]
    args: Vec<Word>,
    /// The folder that names of files begin in.
    pub(super) cwd: Option<String>,
    #[serde(default)]
    pub(super) stop_on_entry: bool,
    /// Whether it is stopped when the program has ended, so that one can go back.
    #[serde(default)]
    pub(super) stop_on_exit: bool,
    /// Whether breakpoints and exceptions are not looked at.
    #[serde(default)]
    pub(super) no_debug: bool,
    fuel: Option<Word>,
    stdin: Option<String>,
    seed: Option<Word>,
    memory_limit: Option<Word>,
    stack_limit: Option<Word>,
    heap_limit: Option<Word>,
    history_limit: Option<Word>,
    #[serde(default)]
    dir: Words,
    #[serde(default)]
    env: Words,
    #[serde(default)]
    link: Words,
    #[serde(default)]
    enable: Words,
}

/// All of them, for whoever has misspelt one.
const NAMES: [&str; 18] = [
    "program",
    "invoke",
    "args",
    "cwd",
    "stopOnEntry",
    "stopOnExit",
    "noDebug",
    "fuel",
    "stdin",
    "seed",
    "memoryLimit",
    "stackLimit",
    "heapLimit",
    "historyLimit",
    "dir",
    "env",
    "link",
    "enable",
];

/// A word of the command line; numbers need no quotes.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Number(serde_json::Number),
}

impl Word {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// What an option has that may be given more than once: `["K=V"]`, `{"K": "V"}` or one word.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    Some(Vec<String>),
    Pairs(BTreeMap<String, Word>),
    One(String),
}

impl Default for Words {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

impl Words {
    fn list(&self, between: &str) -> Vec<String> {
        match self {
            Self::Some(words) => words.clone(),
            Self::One(word) => vec![word.clone()],
            Self::Pairs(pairs) => {
                let pair = |(name, value): (&String, &Word)| name.clone() + between + &value.text();
                pairs.iter().map(pair).collect()
            }
        }
    }
}

impl Launch {
    /// Reads the arguments of `launch`.
    ///
    /// # Errors
    /// Which attribute is missing, or of another type.
    pub(super) fn read(arguments: &Value) -> Result<Self, Trouble> {
        if arguments["program"].as_str().is_none_or(str::is_empty) {
            return Err(Trouble::Shown(
                "the launch configuration has no `program`: give the file of a module, \
                 such as \"${workspaceFolder}/fact.wat\""
                    .to_owned(),
            ));
        }
        serde_json::from_value(arguments.clone())
            .map_err(|error| Trouble::Shown(format!("the launch configuration: {error}")))
    }

    /// The program and all that drives it, as the command line would say it.
    ///
    /// # Errors
    /// What the command line would say.
    pub(super) fn options(&self) -> Result<Options, Trouble> {
        if self.program == "-" {
            return Err(Trouble::Shown(
                "the program cannot come from standard input, where the protocol is spoken: \
                 write it to a file"
                    .to_owned(),
            ));
        }
        let options = parse(self.words()).map_err(|failure| Trouble::Shown(plain(&failure)))?;
        Ok(options)
    }

    fn words(&self) -> Vec<OsString> {
        let mut words: Vec<OsString> = Vec::new();
        let mut option = |name: &str, value: &str| words.push(format!("--{name}={value}").into());
        let numbers = [
            ("fuel", &self.fuel),
            ("seed", &self.seed),
            ("memory-limit", &self.memory_limit),
            ("stack-limit", &self.stack_limit),
            ("heap-limit", &self.heap_limit),
            ("history-limit", &self.history_limit),
        ];
        for (name, value) in numbers {
            if let Some(value) = value {
                option(name, &value.text());
            }
        }
        if let Some(file) = &self.stdin {
            option("stdin", file);
        }
        let lists = [
            ("dir", &self.dir, "::"),
            ("env", &self.env, "="),
            ("link", &self.link, "="),
            ("enable", &self.enable, ""),
        ];
        for (name, values, between) in lists {
            for value in values.list(between) {
                option(name, &value);
            }
        }
        if let Some(name) = &self.invoke {
            option("invoke", name);
        }
        words.push((&self.program).into());
        // What follows is the program's, whatever it looks like.
        words.push("--".into());
        words.extend(self.args.iter().map(|word| word.text().into()));
        words
    }
}

fn parse(words: Vec<OsString>) -> Result<Options, Failure> {
    let help = || Failure::usage("`--help` is no attribute", "leave it out");
    let given = Given::parse(Sub::Debug, words)?.ok_or_else(help)?;
    Options::read(given)
}

/// Sentences about attributes that are probably misspelt. Clients add their own, which mean
/// nothing here.
pub(super) fn misspelt(arguments: &Value) -> Vec<String> {
    let none = Map::new();
    let given = arguments.as_object().unwrap_or(&none);
    let unknown = given.keys().filter(|name| !NAMES.contains(&name.as_str()));
    let sentence = |name: &String| {
        let near = suggest::nearest(name, NAMES)?;
        Some(format!(
            "the launch configuration has `{name}`, which means nothing; did you mean `{near}`?\n"
        ))
    };
    unknown.filter_map(sentence).collect()
}
