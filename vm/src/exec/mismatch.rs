//! Values from outside that are not what a function takes or gives.

use crate::runtime::{Store, Value};
use crate::syntax::ValType;
use std::fmt;

/// How a list of values differs from what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// There are more or fewer.
    Count {
        /// How many are asked for.
        wanted: usize,
        /// How many were given.
        given: usize,
    },
    /// One is of another type.
    Type {
        /// Which one, from 0.
        index: usize,
        /// The type that is asked for.
        wanted: ValType,
        /// The type of the value.
        given: ValType,
    },
}

impl Mismatch {
    /// Checks values against types.
    pub(super) fn check(store: &Store, wanted: &[ValType], given: &[Value]) -> Result<(), Self> {
        if wanted.len() != given.len() {
            return Err(Self::Count {
                wanted: wanted.len(),
                given: given.len(),
            });
        }
        for (index, (wanted, given)) in wanted.iter().zip(given).enumerate() {
            if !store.accepts(*given, *wanted) {
                return Err(Self::Type {
                    index,
                    wanted: *wanted,
                    given: given.ty(),
                });
            }
        }
        Ok(())
    }

    /// Says it of a function that `takes` each `thing`.
    pub(super) fn say(self, f: &mut fmt::Formatter<'_>, takes: &str, thing: &str) -> fmt::Result {
        match self {
            Self::Count { wanted, given } => {
                let plural = if wanted == 1 { "" } else { "s" };
                write!(
                    f,
                    "the function {takes} {wanted} {thing}{plural}, {given} given"
                )
            }
            Self::Type {
                index,
                wanted,
                given,
            } => {
                let number = index + 1;
                write!(
                    f,
                    "{thing} {number} has to be of type {wanted}, not {given}"
                )
            }
        }
    }
}
