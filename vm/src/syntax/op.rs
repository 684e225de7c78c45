//! What the loop reads: an instruction, or several that are executed at once.
//!
//! Beside the instruction at a pc there may lie a fused one that does the work of the
//! next few, leaving out the pushes that they would consume themselves. It may be taken
//! when nobody wants to stop in between; the frame is canonical at its end, so plain
//! instructions can follow it and it can follow them. The patterns are in
//! [`crate::load`].

use super::{BinaryOp, Instr, LoadOp, StoreOp};

/// One entry of a body's prepared code. 16 bytes, as an [`Instr`].
///
/// `a` and `b` are slots of locals; a constant is an `i32`, zero-extended. The names say
/// which instructions are fused, in their order.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Op {
    /// Nothing is fused here.
    Plain(Instr),
    LocalLocal {
        a: u16,
        b: u16,
    },
    LocalLocalBinary {
        a: u16,
        b: u16,
        op: BinaryOp,
    },
    LocalLocalBinarySet {
        a: u16,
        b: u16,
        op: BinaryOp,
        to: u16,
    },
    LocalLocalBinaryBrIf {
        a: u16,
        b: u16,
        op: BinaryOp,
    },
    LocalConstBinary {
        a: u16,
        op: BinaryOp,
        value: u32,
    },
    LocalConstBinarySet {
        a: u16,
        op: BinaryOp,
        to: u16,
        value: u32,
    },
    LocalConstBinaryBrIf {
        a: u16,
        op: BinaryOp,
        value: u32,
    },
    LocalConst {
        a: u16,
        value: u32,
    },
    LocalLocalStore {
        a: u16,
        b: u16,
        op: StoreOp,
        offset: u32,
    },
    LocalConstStore {
        a: u16,
        op: StoreOp,
        value: u32,
        offset: u32,
    },
    LocalBinary {
        a: u16,
        op: BinaryOp,
    },
    LocalLoad {
        a: u16,
        op: LoadOp,
        offset: u32,
    },
    ConstBinary {
        op: BinaryOp,
        value: u32,
    },
    BinarySet {
        op: BinaryOp,
        to: u16,
    },
    BinaryBrIf {
        op: BinaryOp,
    },
    /// A machine that is to stop before this instruction does so. Only in copies of a body
    /// that are made for it.
    Stop,
}

impl Op {
    /// How many instructions it executes.
    #[must_use]
    pub fn covers(&self) -> usize {
        match self {
            Self::Plain(_) | Self::Stop => 1,
            Self::LocalLocal { .. }
            | Self::LocalConst { .. }
            | Self::LocalBinary { .. }
            | Self::LocalLoad { .. }
            | Self::ConstBinary { .. }
            | Self::BinarySet { .. }
            | Self::BinaryBrIf { .. } => 2,
            Self::LocalLocalBinary { .. }
            | Self::LocalConstBinary { .. }
            | Self::LocalLocalStore { .. }
            | Self::LocalConstStore { .. } => 3,
            Self::LocalLocalBinarySet { .. }
            | Self::LocalLocalBinaryBrIf { .. }
            | Self::LocalConstBinarySet { .. }
            | Self::LocalConstBinaryBrIf { .. } => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_op_is_no_larger_than_an_instruction() {
        assert_eq!(size_of::<Op>(), size_of::<Instr>());
    }
}
