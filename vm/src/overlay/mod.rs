//! Overlays: comments that say what lies in memory, and pictures of it.
//!
//! ```text
//! ;;@ struct Node @ $head { value: i32, next: ptr Node }
//! ;;@ view greeting @ 16: char[12]
//! ```
//!
//! A comment names a structure and its fields, and where one is to be found; whatever its
//! pointers lead to belongs to the picture. A program does not know of them, so they change
//! nothing, and they travel with the source. The grammar is in `docs/overlays.md`.

mod comments;
mod field;
mod parse;
mod picture;
mod words;

pub use field::{Field, FieldType, Number, Struct};
pub use picture::{Cell, Link, Node, Picture};

use crate::observe::Condition;

/// What the comments of a source say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlays {
    /// The structures, in the order of the source.
    structs: Vec<Struct>,
    /// What is looked at, in the order of the source.
    views: Vec<View>,
}

/// Something at an address.
#[derive(Clone, Debug, PartialEq)]
struct View {
    /// What the picture calls it.
    name: String,
    /// Where it is: an expression as conditions have, asked in each state anew.
    address: Condition,
    /// The memory that it is in, by its index in the module.
    memory: u32,
    ty: FieldType,
}

/// A comment that is no overlay although it begins as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayError {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 units.
    pub column: u32,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Overlays {
    /// Reads the overlays of a source, and says which comments are none although they begin
    /// with `;;@ struct` or `;;@ view`, or with a word that is probably meant to be one of both.
    ///
    /// ```
    /// use wasmscope::overlay::Overlays;
    ///
    /// let (overlays, errors) = Overlays::read(
    ///     ";;@ struct Node @ $head { value: i32, next: ptr Node }\n(module)",
    /// );
    /// assert!(errors.is_empty() && !overlays.is_empty());
    ///
    /// let (_, errors) = Overlays::read(";;@ struct Node { next: ptr Leaf }");
    /// assert_eq!((errors[0].line, errors[0].column), (1, 29));
    /// ```
    #[must_use]
    pub fn read(source: &str) -> (Self, Vec<OverlayError>) {
        parse::parse(source)
    }

    /// Whether there is nothing to look at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.views.is_empty()
    }
}
