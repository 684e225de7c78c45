//! The words of a command line, told apart as [`crate::table`] says.

use crate::failure::Failure;
use crate::table::{self, Opt, Sub, Takes, Value};
use lexopt::{Arg, Parser};
use std::ffi::OsString;
use wasmscope::load::suggest;

/// What was given to a sub-command.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) sub: Sub,
    /// The words that belong to no option: files, or what takes their place.
    pub(crate) files: Vec<OsString>,
    /// The words that are for the program.
    pub(crate) words: Vec<String>,
    options: Vec<(&'static Opt, OsString)>,
}

impl Given {
    /// Reads the words behind the name of a sub-command; `None` when help was asked for.
    ///
    /// # Errors
    /// An option that means nothing here, that lacks its value, has one that it does not
    /// take, or is given twice; too few words, or too many.
    pub(crate) fn parse(sub: Sub, words: Vec<OsString>) -> Result<Option<Self>, Failure> {
        let mut given = Self {
            sub,
            files: Vec::new(),
            words: Vec::new(),
            options: Vec::new(),
        };
        let mut parser = Parser::from_args(words);
        loop {
            let begun = sub.takes() == Takes::Program && !given.files.is_empty();
            if begun && given.take_word(&mut parser)? {
                continue;
            }
            let name = match parser.next().map_err(|error| misused(sub, &error))? {
                None => break,
                Some(Arg::Value(word)) => {
                    given.file(word)?;
                    continue;
                }
                Some(Arg::Long(name)) => name.to_owned(),
                Some(Arg::Short(letter)) => letter.to_string(),
            };
            let Some(option) = sub.option(&name) else {
                return Err(unknown(sub, &name));
            };
            if option.name == "help" {
                return Ok(None);
            }
            given.option(option, &mut parser)?;
        }
        given.check()?;
        Ok(Some(given))
    }

    /// What was given for an option, the last of it.
    pub(crate) fn value(&self, name: &str) -> Option<&OsString> {
        self.values(name).last()
    }

    /// All that was given for an option, in order.
    pub(crate) fn values(&self, name: &str) -> impl DoubleEndedIterator<Item = &OsString> {
        let found = move |(option, _): &&(&Opt, OsString)| option.name == name;
        self.options.iter().filter(found).map(|(_, value)| value)
    }

    /// Whether an option was given.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// What was given for an option that takes words; with commas between where it was given
    /// more than once.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        let words: Vec<String> = (self.values(name).cloned())
            .map(text)
            .collect::<Result<_, _>>()?;
        Ok((!words.is_empty()).then(|| words.join(",")))
    }

    /// What was given for an option that takes a number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Failure> {
        let value = self.value(name).cloned().map(text).transpose()?;
        value.map(|value| number(name, &value)).transpose()
    }

    /// Takes the next word, or all that are left, for the program, if they are: with
    /// `--invoke`, whatever does not begin with two dashes, since no value does; without,
    /// all from the first that is no option of ours.
    fn take_word(&mut self, parser: &mut Parser) -> Result<bool, Failure> {
        let invokes = self.has("invoke");
        let Some(mut raw) = parser.try_raw_args() else {
            return Ok(false);
        };
        let Some(word) = raw.peek() else {
            return Ok(false);
        };
        let word = word.to_string_lossy();
        let name = (word.strip_prefix("--"))
            .map(|word| word.split_once('=').map_or(word, |(name, _)| name));
        let is_ours = match name {
            Some("") | None => false,
            // A link runs nothing, so what would be another's option is nobody's.
            Some(name) if self.sub == Sub::Share => invokes || !table::having(name).is_empty(),
            Some(name) => invokes || self.sub.option(name).is_some(),
        };
        if is_ours {
            return Ok(false);
        }
        let all = name == Some("") || !invokes;
        if name == Some("") {
            raw.next();
        }
        let count = if all { usize::MAX } else { 1 };
        for word in raw.take(count) {
            self.words.push(text(word)?);
        }
        Ok(true)
    }

    fn file(&mut self, word: OsString) -> Result<(), Failure> {
        if self.sub.takes() == Takes::Nothing {
            let word = word.to_string_lossy();
            let message = format!("`{word}` means nothing to `wasmscope {}`", self.sub.name());
            return Err(Failure::usage(&message, "leave it out"));
        }
        if let (Takes::One(name), 1..) = (self.sub.takes(), self.files.len()) {
            let word = word.to_string_lossy();
            let message = format!("`{word}` is one word too many");
            let fix = format!("give one {name}");
            return Err(Failure::usage(&message, &fix));
        }
        self.files.push(word);
        Ok(())
    }

    fn option(&mut self, option: &'static Opt, parser: &mut Parser) -> Result<(), Failure> {
        let name = option.name;
        if self.has(name) && !option.many {
            let message = format!("--{name} is given twice");
            return Err(Failure::usage(&message, "leave one of them out"));
        }
        let value = match option.value {
            Value::None => OsString::new(),
            Value::OneOf(_, words) => {
                let value = parser.value().map_err(|error| misused(self.sub, &error))?;
                if !words.iter().any(|word| value == **word) {
                    let value = value.to_string_lossy();
                    let message = format!("`{value}` is no value of --{name}");
                    return Err(Failure::usage(&message, &format!("write {}", or(words))));
                }
                value
            }
            _ => parser.value().map_err(|error| misused(self.sub, &error))?,
        };
        self.options.push((option, value));
        Ok(())
    }

    /// Whether what was given goes together.
    fn check(&self) -> Result<(), Failure> {
        let sub = self.sub.name();
        if self.files.is_empty() {
            let (word, fix) = match self.sub.takes() {
                Takes::Program => ("FILE", ", or `-` for standard input"),
                Takes::One("LINK") => ("LINK", ", or `-` for standard input"),
                Takes::One("SHELL") => ("SHELL", ", which is bash, zsh or fish"),
                Takes::One(name) | Takes::Many(name) => (name, ""),
                Takes::Nothing => return Ok(()),
            };
            let fix = format!("write `wasmscope {sub} {word}`{fix}");
            return Err(Failure::usage(&format!("there is no {word}"), &fix));
        }
        let lonely = self.options.iter().find(|(option, _)| option.traces);
        match lonely {
            Some((option, _)) if self.sub == Sub::Run && !self.has("trace") => {
                let message = format!("--{} is an option of traces", option.name);
                Err(Failure::usage(&message, "add --trace, or leave it out"))
            }
            _ => Ok(()),
        }
    }
}

/// An option that does not exist here.
fn unknown(sub: Sub, name: &str) -> Failure {
    let dashes = if name.chars().count() == 1 { "-" } else { "--" };
    let elsewhere = table::having(name);
    if !elsewhere.is_empty() {
        let message = format!("--{name} means nothing to `wasmscope {}`", sub.name());
        let fix = format!("leave it out; it is an option of {}", and(&elsewhere));
        return Failure::usage(&message, &fix);
    }
    let message = format!("there is no option `{dashes}{name}`");
    let names = sub.options().map(|option| option.name);
    match suggest::nearest(name, names) {
        Some(near) => Failure::usage(&message, &format!("did you mean `--{near}`?")),
        None => {
            let fix = format!("run `wasmscope {} --help` for those there are", sub.name());
            Failure::usage(&message, &fix)
        }
    }
}

/// An option without its value, or with one that it does not take.
fn misused(sub: Sub, error: &lexopt::Error) -> Failure {
    let name = match error {
        lexopt::Error::MissingValue {
            option: Some(option),
        } => option.trim_start_matches('-'),
        lexopt::Error::UnexpectedValue { option, .. } => {
            let message = format!("`{option}` takes no value");
            return Failure::usage(&message, &format!("write `{option}` alone"));
        }
        other => return Failure::usage(&other.to_string(), "see `wasmscope --help`"),
    };
    let value = sub.option(name).map_or("VALUE", |o| o.value.placeholder());
    Failure::usage(
        &format!("--{name} lacks its value"),
        &format!("write --{name} {value}"),
    )
}

/// A word as text.
///
/// # Errors
/// It is not UTF-8.
pub(crate) fn text(word: OsString) -> Result<String, Failure> {
    word.into_string().map_err(|word| {
        let message = format!("`{}` is not UTF-8", word.to_string_lossy());
        Failure::usage(&message, "write the word in UTF-8")
    })
}

/// A whole number; digits may be divided by `_`.
fn number(name: &str, value: &str) -> Result<u64, Failure> {
    let digits = value.replace('_', "");
    digits.parse().map_err(|_| {
        let message = format!("`{value}` is no value of --{name}");
        Failure::usage(&message, "write a whole number that is not negative")
    })
}

/// `text, json or folded`
fn or(words: &[&str]) -> String {
    listed(words, "or")
}

/// `run, trace and profile`
fn and(words: &[&str]) -> String {
    listed(words, "and")
}

fn listed(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
