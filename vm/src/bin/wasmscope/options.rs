//! The options of `run`, and of what begins like it.

use crate::failure::Failure;
use crate::paint::Paint;
use crate::{help, later};
use lexopt::{Arg, Parser};
use std::ffi::OsString;
use wasmparser::WasmFeatures;
use wasmscope::link::Link;
use wasmscope::load::{self, PROPOSALS, suggest};
use wasmscope::runtime::MachineLimits;

/// Those there are.
const NAMES: [&str; 10] = [
    "invoke",
    "call",
    "fuel",
    "link",
    "memory-limit",
    "stack-limit",
    "heap-limit",
    "enable",
    "color",
    "help",
];

/// Those of the interface that are still to come.
const LATER: [&str; 4] = ["dir", "env", "stdin", "seed"];

/// Options that take no value.
const FLAGS: [&str; 1] = ["trace"];

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) file: OsString,
    pub(crate) invoke: Option<String>,
    /// The words that are for the program.
    pub(crate) words: Vec<String>,
    pub(crate) fuel: Option<u64>,
    pub(crate) links: Vec<(String, OsString)>,
    pub(crate) limits: MachineLimits,
    /// What modules may use.
    pub(crate) features: WasmFeatures,
    pub(crate) paint: Paint,
    /// Whether every instruction is to be told.
    pub(crate) trace: bool,
    /// Options of one sub-command alone, with what was given.
    extra: Vec<(&'static str, Option<String>)>,
}

impl Options {
    /// Reads the words of the command line; `None` when help was asked for. `extra` are
    /// the options that the sub-command has beside those of `run`.
    pub(crate) fn parse(
        words: Vec<OsString>,
        extra: &[&'static str],
    ) -> Result<Option<Self>, Failure> {
        let mut options = Self {
            file: OsString::new(),
            invoke: None,
            words: Vec::new(),
            fuel: None,
            links: Vec::new(),
            limits: MachineLimits::default(),
            features: load::features(),
            paint: Paint::auto(),
            trace: false,
            extra: extra.iter().map(|name| (*name, None)).collect(),
        };
        let mut parser = Parser::from_args(words);
        let mut file = None;
        loop {
            if file.is_some() && options.take_word(&mut parser)? {
                continue;
            }
            match parser.next().map_err(|error| misused(&error))? {
                None => break,
                Some(Arg::Short('h')) => return Ok(None),
                Some(Arg::Long("help")) => return Ok(None),
                Some(Arg::Value(word)) => file = Some(word),
                Some(Arg::Long(name)) => {
                    let name = name.to_owned();
                    options.set(&name, &mut parser)?;
                }
                Some(Arg::Short(letter)) => return Err(options.unknown(&format!("-{letter}"))),
            }
        }
        options.file =
            file.ok_or_else(|| Failure::usage("there is no FILE to run", help::USAGE_OF_RUN))?;
        Ok(Some(options))
    }

    /// These options, and what a link says where they say nothing.
    pub(crate) fn with_link(&self, link: &Link) -> Self {
        let mut options = self.clone();
        if options.invoke.is_none() && options.words.is_empty() {
            options.invoke.clone_from(&link.entry);
            // The words are read by the types of the parameters.
            let text = |arg: &String| match arg.split_once(':') {
                Some((_, text)) => text.to_owned(),
                None => arg.clone(),
            };
            options.words = link.args.iter().map(text).collect();
        }
        let mut limits = link.clone();
        limits.limits.extend(self.limits.changed());
        options.limits = limits.machine_limits();
        options
    }

    /// What was given for an option of the sub-command.
    pub(crate) fn extra(&self, name: &str) -> Option<&str> {
        let found = self.extra.iter().find(|(known, _)| *known == name);
        found.and_then(|(_, value)| value.as_deref())
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        let extra = self.extra.iter().map(|(name, _)| *name);
        NAMES.into_iter().chain(FLAGS).chain(extra)
    }

    /// Takes the next word, or all that are left, for the program, if they are: with
    /// `--invoke`, whatever does not begin with two dashes, since no value does; without,
    /// all from the first that is no option of ours.
    fn take_word(&mut self, parser: &mut Parser) -> Result<bool, Failure> {
        let Some(mut raw) = parser.try_raw_args() else {
            return Ok(false);
        };
        let Some(word) = raw.peek() else {
            return Ok(false);
        };
        let word = word.to_string_lossy();
        let name = word
            .strip_prefix("--")
            .map(|word| match word.split_once('=') {
                Some((name, _)) => name,
                None => word,
            });
        let is_ours = match name {
            Some("") | None => false,
            Some(name) => {
                self.invoke.is_some()
                    || self.names().any(|known| known == name)
                    || LATER.contains(&name)
            }
        };
        if is_ours {
            return Ok(false);
        }
        let all = name == Some("") || self.invoke.is_none();
        if name == Some("") {
            raw.next();
        }
        let count = if all { usize::MAX } else { 1 };
        for word in raw.take(count) {
            self.words.push(text(word)?);
        }
        Ok(true)
    }

    fn set(&mut self, name: &str, parser: &mut Parser) -> Result<(), Failure> {
        if LATER.contains(&name) {
            return Err(later::failure(&format!("--{name}")));
        }
        if !self.names().any(|known| known == name) {
            return Err(self.unknown(&format!("--{name}")));
        }
        if name == "trace" {
            self.trace = true;
            return Ok(());
        }
        let value = parser.value().map_err(|error| misused(&error))?;
        if name == "link" {
            return self.link(&value);
        }
        let value = text(value)?;
        if let Some((_, given)) = self.extra.iter_mut().find(|(known, _)| *known == name) {
            *given = Some(value);
            return Ok(());
        }
        match name {
            "fuel" => self.fuel = Some(number(name, &value)?),
            "memory-limit" => self.limits.memory_pages = number(name, &value)?,
            "stack-limit" => {
                let frames = number(name, &value)?;
                self.limits.frames = usize::try_from(frames).unwrap_or(usize::MAX);
            }
            "heap-limit" => self.limits.heap = number(name, &value)?,
            "enable" => self.features |= proposals(&value)?,
            "color" => {
                self.paint = Paint::parse(&value).ok_or_else(|| {
                    let message = format!("`{value}` is no value of --color");
                    Failure::usage(&message, "write auto, always or never")
                })?;
            }
            _ => self.invoke = Some(value),
        }
        Ok(())
    }

    fn unknown(&self, option: &str) -> Failure {
        let name = option.trim_start_matches('-');
        let message = format!("there is no option `{option}`");
        match suggest::nearest(name, self.names()) {
            Some(near) => Failure::usage(&message, &format!("did you mean `--{near}`?")),
            None => Failure::usage(&message, "run `wasmscope run --help` for those there are"),
        }
    }

    fn link(&mut self, value: &OsString) -> Result<(), Failure> {
        let word = value.to_string_lossy();
        let Some((name, file)) = word.split_once('=') else {
            let message = format!("--link {word} does not say which file");
            return Err(Failure::usage(&message, "write --link NAME=FILE"));
        };
        self.links.push((name.to_owned(), file.into()));
        Ok(())
    }
}

fn text(word: OsString) -> Result<String, Failure> {
    word.into_string().map_err(|word| {
        let message = format!("`{}` is not UTF-8", word.to_string_lossy());
        Failure::usage(&message, "write the word in UTF-8")
    })
}

/// What `--enable` names.
pub(crate) fn proposals(value: &str) -> Result<WasmFeatures, Failure> {
    let mut features = WasmFeatures::empty();
    for word in value.split(',') {
        let found = PROPOSALS.iter().find(|(name, _)| *name == word);
        features |= found.map(|(_, features)| *features).ok_or_else(|| {
            let names = PROPOSALS.map(|(name, _)| name).join(" or ");
            let message = format!("`{word}` is no proposal that can be enabled");
            Failure::usage(&message, &format!("write {names}"))
        })?;
    }
    Ok(features)
}

pub(crate) fn number(name: &str, value: &str) -> Result<u64, Failure> {
    let digits = value.replace('_', "");
    digits.parse().map_err(|_| {
        let message = format!("`{value}` is no value of --{name}");
        Failure::usage(&message, "write a whole number that is not negative")
    })
}

/// An option without its value, or with one that it does not take.
pub(crate) fn misused(error: &lexopt::Error) -> Failure {
    let fix = "run `wasmscope --help` for how options are written";
    Failure::usage(&error.to_string(), fix)
}
