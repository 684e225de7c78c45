//! What is wrong with a link, and what is left of it.

use super::{Link, MOST_BYTES, Program};
use std::fmt;

/// Why a text is no link that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It is no link of this product.
    NotALink,
    /// It was made by a later version.
    Later,
    /// It was cut or changed on its way.
    Damaged(Option<Box<Recovered>>),
    /// It is whole, but holds no program.
    NoProgram,
    /// It holds more than [`MOST_BYTES`].
    TooLarge,
}

/// What could be read of a damaged link. Nothing vouches for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The link, or as much of it as was found.
    pub link: Link,
    /// Whether its end was found; otherwise the program is the beginning of a text and
    /// nothing else is known.
    pub is_complete: bool,
}

impl LinkError {
    /// What can be offered instead, if there is something.
    #[must_use]
    pub fn recovered(&self) -> Option<&Recovered> {
        match self {
            Self::Damaged(recovered) => recovered.as_deref(),
            _ => None,
        }
    }
}

impl Recovered {
    /// The text that was found.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.link.program {
            Program::Text(text) => Some(text),
            Program::Binary(_) => None,
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALink => f.write_str("This is no link of Wasmscope"),
            Self::Later => f.write_str("This link was made by a later version of Wasmscope"),
            Self::Damaged(_) => f.write_str("This link is incomplete or damaged"),
            Self::NoProgram => f.write_str("This link holds no program"),
            Self::TooLarge => {
                let most = MOST_BYTES >> 20;
                write!(f, "This link holds more than {most} MiB")
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The program is too large for a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = MOST_BYTES >> 20;
        write!(
            f,
            "A link holds at most {most} MiB, and this program is larger"
        )
    }
}

impl std::error::Error for TooLarge {}
