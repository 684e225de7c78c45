//! Instructions on vectors, told in the lanes that they work on.
//!
//! A sentence shows its vectors whole, in the shape of the instruction, and what happens
//! in the first lanes.

mod binary;
mod instr;
mod memory;
mod rule;
mod scalar;
mod ternary;
mod unary;

pub(super) use instr::{access_anchor, anchor, loaded, pushed};

use binary::{binary, shuffle};
use memory::{load, load_lane, store, store_lane};
use rule::{Anchor, rule};
use scalar::{constant, extract, replace, shift, splat, test};
use ternary::ternary;
use unary::unary;

use super::number::Phrase;
use super::tale::Tale;
use crate::runtime::{lane_text, vector_text};
use crate::syntax::Shape;

/// The sentences of an instruction that takes from the stack and pushes; of a relaxed
/// one, they say that it is.
fn told(name: &str, operands: &str, result: &str, phrase: Phrase) -> Tale {
    let Phrase {
        will,
        did,
        mut note,
    } = phrase;
    let relaxed = match name.contains("relaxed") {
        true => {
            " It is relaxed: other machines may give something else, this one always gives this."
        }
        false => "",
    };
    if !note.is_empty() {
        note.insert(0, ' ');
    }
    Tale::safe(
        format!("Takes {operands} off the stack and will push {will}.{relaxed}"),
        format!("Took {operands}, pushed {result}{did}.{note}{relaxed}"),
    )
}

/// How the integers of lanes are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Signed,
    Unsigned,
}

impl Reading {
    /// That of an instruction of this name.
    fn of(name: &str) -> Self {
        match name.ends_with("_u") || name.ends_with("_u_zero") {
            true => Self::Unsigned,
            false => Self::Signed,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Signed => "with a sign",
            Self::Unsigned => "without a sign",
        }
    }
}

/// A vector, and how its lanes are read.
#[derive(Clone, Copy)]
struct Lanes {
    shape: Shape,
    vector: u128,
    reading: Reading,
}

impl Lanes {
    fn new(shape: Shape, vector: u128, reading: Reading) -> Self {
        Self {
            shape,
            vector,
            reading,
        }
    }

    /// The whole vector, as it is shown.
    fn text(self) -> String {
        vector_text(self.shape, self.vector)
    }

    fn lane(self, index: u32) -> String {
        match (self.reading, self.shape) {
            (Reading::Unsigned, Shape::I8x16 | Shape::I16x8 | Shape::I32x4 | Shape::I64x2) => {
                self.shape.lane(self.vector, index).to_string()
            }
            _ => lane_text(self.shape, self.vector, index),
        }
    }

    /// The bits of a lane.
    fn hex(self, index: u32) -> String {
        let digits = self.shape.width() as usize / 4;
        format!("0x{:0digits$x}", self.shape.lane(self.vector, index))
    }

    /// A lane behind a sign: a negative one in parentheses.
    fn term(self, index: u32) -> String {
        let text = self.lane(index);
        match text.starts_with('-') {
            true => format!("({text})"),
            false => text,
        }
    }

    /// An integer lane as a number.
    fn whole(self, index: u32) -> i128 {
        let bits = self.shape.lane(self.vector, index) as i128;
        let above = 128 - self.shape.width();
        match self.reading {
            Reading::Signed => bits << above >> above,
            Reading::Unsigned => bits,
        }
    }
}

/// What is pushed, lane by lane: `formula` is how a lane of the result comes about.
fn lanewise(what: &str, result: Lanes, formula: impl Fn(u32) -> String) -> Phrase {
    lowest(result.shape.lanes(), what, result, formula)
}

/// As [`lanewise`], of so many lanes from the lowest.
fn lowest(lanes: u32, what: &str, result: Lanes, formula: impl Fn(u32) -> String) -> Phrase {
    let (shown, more) = match lanes {
        0..=4 => (lanes, ""),
        _ => (2, " and so on"),
    };
    let list = |word: &dyn Fn(u32) -> String| {
        let words: Vec<String> = (0..shown).map(word).collect();
        format!("{}{more}", words.join(", "))
    };
    let will = list(&formula);
    let did = list(&|index| format!("{} gives {}", formula(index), result.lane(index)));
    Phrase::new(format!("{what}: {will}"), format!(", {what}: {did}"))
}

#[cfg(test)]
mod tests;
