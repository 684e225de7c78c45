//! What is wrong with the source, as the list and the editor show it.

use wasmscope::load::OperandStacks;

/// A range of the text: lines and columns from 1, columns in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
}

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The module that it is in: 0 for the main one, else the number of its tab.
    pub module: u32,
    /// Where it is, if it has a place in the text.
    pub place: Option<Place>,
    /// What is wrong, a sentence.
    pub message: String,
    /// What was expected and found, and what would mend it: a sentence each.
    pub details: Vec<String>,
    /// At a type error: the operands that are asked for, and those that are there.
    pub stacks: Option<OperandStacks>,
}

impl Problem {
    /// A problem of the whole module.
    #[must_use]
    pub fn without_place(message: impl Into<String>) -> Self {
        Self {
            module: 0,
            place: None,
            message: sentence(&message.into()),
            details: Vec::new(),
            stacks: None,
        }
    }

    /// The same of the module of a tab.
    #[must_use]
    pub fn of_module(self, module: u32) -> Self {
        Self { module, ..self }
    }
}

/// A text as a sentence: with a capital letter and a full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut characters = text.trim().chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let mut sentence = String::from(first.to_ascii_uppercase());
    sentence.extend(characters);
    if !sentence.ends_with(['.', '?', '!', ':']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_large_and_ends() {
        assert_eq!(sentence("there is no `x`"), "There is no `x`.");
        assert_eq!(sentence("did you mean `y`?"), "Did you mean `y`?");
        assert_eq!(sentence("`i32.add` takes two"), "`i32.add` takes two.");
        assert_eq!(sentence(""), "");
    }
}
