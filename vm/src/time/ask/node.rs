//! What the origin of a value consists of.

use super::span::{Space, Span};
use crate::observe::Site;
use crate::runtime::Value;

/// What a node of an [`super::Origin`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginKind {
    /// The place that was asked about; the first node.
    Asked,
    /// A constant.
    Constant,
    /// An argument of the function that was called from outside, or what else its locals held
    /// when it began: the slot, counted from its first parameter, and whether it is one.
    Argument {
        /// The slot.
        slot: u64,
        /// Whether it is a parameter's; else it is the zero of a local.
        param: bool,
    },
    /// The zero that a local has, or that memory or a table has grown by.
    Zero,
    /// What was there at the first step that is known: what the module gives a memory, a
    /// global or a table.
    Initial,
    /// Bytes, elements or fields of a segment.
    Segment,
    /// What somebody has put there by hand.
    Edited,
    /// What the host has answered.
    Host,
    /// The result of an instruction.
    Operation,
    /// Read from a memory, a table or an object.
    Load,
    /// Written to a memory, a table or an object.
    Store,
}

/// What an input is to its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An operand, or what was there that is read or moved.
    Value,
    /// Where something was read or written: an address, an index, an object.
    Address,
    /// What decided which one of several it is.
    Condition,
}

/// What went into a node.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginInput {
    /// What it is to the node.
    pub role: Role,
    /// The steps that only moved it, the last one first; no more than sixteen.
    pub through: Vec<u64>,
    /// How many there are.
    pub moved: u64,
    /// The part of memory, table or object that it is about, where it is about one.
    pub part: Option<Span>,
    /// What made it; `None` when that was not asked, see [`super::Origin::ask`].
    pub node: Option<usize>,
}

/// A step that made something, or what was there from the start.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginNode {
    /// What it is.
    pub kind: OriginKind,
    /// The step; `None` for what was there when the run, or the call from outside, began.
    pub step: Option<u64>,
    /// The instruction; `None` where no instruction did it.
    pub site: Option<Site>,
    /// What was made, in the type that it is used in; `None` for bytes.
    pub value: Option<Value>,
    /// The bytes, of what is not made by an instruction; no more than sixteen.
    pub bytes: Vec<u8>,
    /// What it was made of.
    pub inputs: Vec<OriginInput>,
}

impl OriginInput {
    pub(super) fn new(role: Role, span: Span) -> Self {
        Self {
            role,
            through: Vec::new(),
            moved: 0,
            part: (span.space != Space::Stack).then_some(span),
            node: None,
        }
    }
}
