//! What is wrong with the source, as the list and the editor show it.

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
    /// Where it is, if it has a place in the text.
    pub place: Option<Place>,
    /// What was expected and what was found.
    pub message: String,
    /// What would mend it.
    pub fix: Option<String>,
}

impl Problem {
    /// A problem of the whole module.
    #[must_use]
    pub fn without_place(message: impl Into<String>) -> Self {
        Self {
            place: None,
            message: message.into(),
            fix: None,
        }
    }
}
