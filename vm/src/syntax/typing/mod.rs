//! The types of operands and the labels in force at each instruction.
//!
//! A valid module fixes the type of every stack slot at every pc (section 3.4,
//! and the algorithm of the appendix "Validation Algorithm"), so the machine stores
//! none. This module derives them again from the prepared instructions: while a
//! module is loaded, to know heights and widths, and later for whoever looks at a
//! frame. It trusts that `wasmparser` has validated the body; it checks nothing.
//!
//! Operand stacks and label stacks are linked lists in two arenas, so that keeping
//! all of them, for every pc of a function, costs one node an instruction.

mod apply;
mod stacks;

use super::{Code, Module, ValType};
use stacks::Row;
pub(crate) use stacks::Typing;

/// What opened a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the construct of that name")]
pub enum LabelKind {
    Func,
    Block,
    Loop,
    If,
    Else,
    TryTable,
}

impl LabelKind {
    /// The word for it, as the JavaScript interface has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Func => "func",
            Self::Block => "block",
            Self::Loop => "loop",
            Self::If => "if",
            Self::Else => "else",
            Self::TryTable => "try_table",
        }
    }
}

/// A label in force at some pc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What opened it.
    pub kind: LabelKind,
    /// Which block of the function it is, counted in the order of their openings
    /// from 0, as the name section counts; `None` for the function's own label.
    pub block: Option<u32>,
    /// How many values a branch to it carries.
    pub arity: usize,
    /// The pc where a branch to it goes on; the final `end` for the function's own
    /// label, which such a branch does not run.
    pub target: u32,
    /// How many operands stay below those that the branch carries.
    pub height: usize,
}

/// Operand types and labels at one pc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Types of the operands, bottom first. `None` where the code cannot be
    /// reached and any type would do.
    pub operands: Vec<Option<ValType>>,
    /// Labels, innermost first.
    pub labels: Vec<Label>,
    /// Whether control can come here.
    pub reachable: bool,
}

/// The situations at every pc of a function.
#[derive(Debug)]
pub struct FuncTyping {
    typing: Typing,
    rows: Vec<Row>,
}

impl FuncTyping {
    pub(super) fn new(module: &Module, code: &Code) -> Self {
        let mut typing = Typing::keeping(module, code);
        let mut rows = Vec::with_capacity(code.instrs.len());
        for (pc, instr) in (0..).zip(&code.instrs) {
            rows.push(typing.row());
            typing.apply(module, pc, instr);
        }
        Self { typing, rows }
    }

    /// The situation before the instruction at `pc`; `None` past the end.
    #[must_use]
    pub fn at(&self, pc: u32) -> Option<Situation> {
        let row = self.rows.get(pc as usize)?;
        Some(self.typing.situation(*row))
    }
}
