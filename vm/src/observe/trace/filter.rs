//! Which records of a trace are wanted.

use crate::load::{mnemonics, suggest};
use crate::observe::{Kind, StepRecord};
use std::fmt;

/// Wanted records: of these functions, these instructions and these kinds. Where a list is
/// empty, all are.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    funcs: Vec<String>,
    ops: Vec<String>,
    kinds: Vec<Kind>,
}

/// A word that stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.fix)
    }
}

impl std::error::Error for FilterError {}

impl Filter {
    /// Wants functions by name, with or without `$`, or by index; commas lie between.
    pub fn funcs(&mut self, words: &str) {
        let bare = |word: &str| word.trim_start_matches('$').to_owned();
        self.funcs.extend(words.split(',').map(bare));
    }

    /// Wants instructions by name, a `*` at the end standing for any: `i32.add,local.*`.
    ///
    /// # Errors
    /// When no instruction has such a name.
    pub fn ops(&mut self, words: &str) -> Result<(), FilterError> {
        for word in words.split(',') {
            if !mnemonics().any(|name| matches(word, name)) {
                let near = suggest::nearest(word, mnemonics());
                return Err(FilterError {
                    message: format!("there is no instruction `{word}`"),
                    fix: near.map_or_else(
                        || "write a name such as `i32.add`, or `i32.*`".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                });
            }
            self.ops.push(word.to_owned());
        }
        Ok(())
    }

    /// Wants kinds of steps by name: `call,memory`.
    ///
    /// # Errors
    /// When there is no such kind.
    pub fn kinds(&mut self, words: &str) -> Result<(), FilterError> {
        for word in words.split(',') {
            let kind = Kind::parse(word).ok_or_else(|| FilterError {
                message: format!("there is no kind `{word}`"),
                fix: format!("write one of {}", Kind::ALL.map(Kind::name).join(", ")),
            })?;
            self.kinds.push(kind);
        }
        Ok(())
    }

    /// Whether a record is wanted.
    #[must_use]
    pub fn wants(&self, record: &StepRecord) -> bool {
        (self.funcs.is_empty() || self.wants_func(record))
            && (self.ops.is_empty() || self.ops.iter().any(|word| matches(word, record.op)))
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| record.is(*kind)))
    }
}

impl Filter {
    fn wants_func(&self, record: &StepRecord) -> bool {
        let index = record.func.to_string();
        let is_it = |word: &String| *word == record.name || *word == index;
        self.funcs.iter().any(is_it)
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}
