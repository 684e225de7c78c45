//! What a breakpoint writes in place of stopping.

use super::{Condition, ConditionError, Moment};
use crate::syntax::{FuncIdx, Module};
use std::fmt::Write;

/// A text with holes: `i is {$i}`. A brace is written twice, `{{` or `}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Hole { value: Condition, at: usize },
}

impl Message {
    /// Reads a message.
    ///
    /// # Errors
    /// When a brace has no other half, or what is between two is no expression. The offset is
    /// in the whole text.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let error = |offset, message: &str| ConditionError {
            offset,
            message: message.to_owned(),
        };
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let doubled = text[at + first.len_utf8()..].starts_with(first);
            match first {
                '{' | '}' if doubled => {
                    plain.push(first);
                    at += 2;
                }
                '}' => return Err(error(at, "a `}` that closes nothing is written `}}`")),
                '{' => {
                    let start = at + 1;
                    let Some(len) = text[start..].find('}') else {
                        return Err(error(at, "`}` is missing; a brace is written `{{`"));
                    };
                    let value = Condition::parse(&text[start..start + len]);
                    let value = value.map_err(|error| moved(error, start))?;
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                    parts.push(Part::Hole { value, at: start });
                    at = start + len + 1;
                }
                _ => {
                    plain.push(first);
                    at += first.len_utf8();
                }
            }
        }
        parts.push(Part::Text(plain));
        let text = text.to_owned();
        Ok(Self { text, parts })
    }

    /// The text that it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As [`Condition::check`], for each hole.
    ///
    /// # Errors
    /// When something is named that does not exist.
    pub fn check(&self, module: &Module, func: Option<FuncIdx>) -> Result<(), ConditionError> {
        self.parts.iter().try_for_each(|part| match part {
            Part::Text(_) => Ok(()),
            Part::Hole { value, at } => {
                let checked = value.check(module, func);
                checked.map_err(|error| moved(error, *at))
            }
        })
    }

    /// The message in a state. What does not exist there reads `?`.
    #[must_use]
    pub fn fill(&self, moment: Moment<'_>) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Hole { value, .. } => match value.value(moment) {
                    // Writing to a string does not fail.
                    Some(value) => drop(write!(filled, "{value}")),
                    None => filled.push('?'),
                },
            }
        }
        filled
    }
}

fn moved(error: ConditionError, by: usize) -> ConditionError {
    ConditionError {
        offset: error.offset + by,
        ..error
    }
}
