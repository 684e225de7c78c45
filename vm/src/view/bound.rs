//! What the operands of an instruction are held against where it traps.

use super::number;
use serde::Serialize;

/// The condition of a trap in its parts; the sentence of it is
/// [`Failure::detail`](super::Failure).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Bound {
    /// None: the program says that control never comes there.
    Unreachable,
    /// A range has to end where what it is in ends, or before: `start + offset + count > size`.
    Range(Range),
    /// An integer division has to have a quotient that its type can hold.
    Division {
        /// What is divided.
        dividend: String,
        /// By what.
        divisor: String,
    },
    /// A float has to have an integer of a type, or this one has none at all.
    Integer {
        /// The float.
        value: String,
        /// The smallest integer of the type.
        least: String,
        /// The largest one.
        most: String,
    },
    /// A reference has to refer to something, and is null.
    Null,
    /// Something has to be of a type.
    Type {
        /// What it is: `func 3`, `struct 7`.
        what: String,
        /// The type that it has; absent where it has none of its own, as null.
        #[serde(skip_serializing_if = "Option::is_none")]
        found: Option<String>,
        /// The type that it should have.
        wanted: String,
    },
    /// There has to be room for one more frame, or for its slots: `used + more > most`.
    Room {
        /// What is counted.
        unit: &'static str,
        /// How much there is.
        #[serde(serialize_with = "number")]
        used: u64,
        /// How much more is needed.
        #[serde(serialize_with = "number")]
        more: u64,
        /// The limit.
        #[serde(serialize_with = "number")]
        most: u64,
    },
}

/// A range that ends behind the end of what it is in. Sizes count from 0 and without a sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// What it is in: `memory 0`, `table 1`, `array 8`, `data segment 2`.
    pub of: String,
    /// What is counted: `byte` or `element`.
    pub unit: &'static str,
    /// Where it begins, by the operand.
    #[serde(serialize_with = "number")]
    pub start: u64,
    /// What the instruction itself adds to that.
    #[serde(serialize_with = "number")]
    pub offset: u64,
    /// How long it is.
    #[serde(serialize_with = "number")]
    pub count: u64,
    /// How long that is in which it should lie.
    #[serde(serialize_with = "number")]
    pub size: u64,
}

impl Range {
    /// The first that is wanted: a sum without a width, as the specification has it, which may
    /// be past every address.
    #[must_use]
    pub fn first(&self) -> u128 {
        u128::from(self.start) + u128::from(self.offset)
    }

    /// Where it ends; as [`Range::first`], a sum without a width.
    #[must_use]
    pub fn end(&self) -> u128 {
        self.first() + u128::from(self.count)
    }

    /// Whether it lies in what it should, as that of a trap never does.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.end() <= self.size.into()
    }

    /// `address 65534 + 4 bytes > 65536, the size of memory 0`, if that is so.
    pub(super) fn beyond(&self, word: &str, measure: &str) -> Option<String> {
        if self.fits() {
            return None;
        }
        let offset = match self.offset {
            0 => String::new(),
            offset => format!(" + offset {offset}"),
        };
        let plural = if self.count == 1 { "" } else { "s" };
        let Self {
            of,
            unit,
            start,
            count,
            size,
            ..
        } = self;
        Some(format!(
            "{word} {start}{offset} + {count} {unit}{plural} > {size}, the {measure} of {of}"
        ))
    }
}
