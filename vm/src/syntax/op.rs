//! What the loop reads: an instruction, or several that are executed at once.
//!
//! Validation knows the height of the stack at each pc, so an operand on the stack is at a
//! slot that is known as well, just as a local is: an entry names the slots it reads and the
//! one it writes, and what its own instructions would only push and pop again is left out.
//! Entries follow each other as their instructions do; each says with which pc it begins. The
//! frame is canonical at its end, so plain instructions can follow it and it can follow them.
//! What is put together is decided in [`crate::load`].

use super::{BinaryOp, DivideOp, UnaryOp};

/// One entry of a body's prepared code. 16 bytes, as an [`super::Instr`].
///
/// Slots count from the first local of the frame. Which fields mean something, and what,
/// depends on the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Op {
    /// What it does.
    pub kind: Kind,
    /// How many instructions it executes: 1 to 8.
    pub covers: u8,
    /// Of a branch: whether it goes past the `loop` that it leads to.
    pub passes_loop: bool,
    /// The slot of the first operand.
    pub a: u16,
    /// The slot of the result; of a branch, how many entries further it goes on, as an `i16`;
    /// of a store, the value or its slot.
    pub to: u16,
    /// The slot of the second operand, a constant, or the offset of an access to memory 0. Of
    /// an instruction as it is, the frame's slots in use before it.
    pub b: u32,
    /// The pc of its first instruction.
    pub pc: u32,
}

/// What an entry does.
///
/// A name that ends in `Const` has a constant as second operand: as an `i32` it is
/// zero-extended, as an `i64` it is in the range of `u32`, but for [`Kind::I64AddConst`] and
/// the signed comparisons, where it is sign-extended. A name that ends in `Br` takes a branch
/// when the comparison holds. Where the widths make no difference, since an `i32` is
/// zero-extended in its slot, one kind serves both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    /// Nothing is put together here: the instruction is executed as it is.
    Plain,
    /// A `call`, a `return` or final `end`, executed as it is.
    Call,
    Return,
    /// A machine that is to stop before this instruction does so. Only in copies of a body
    /// that are made for it.
    Stop,
    /// Only counts: `block`, `loop`, `end`, `nop`. Elsewhere other entries cover them.
    Nothing,
    /// Goes on elsewhere: `br`, and an `else` that is reached.
    Go,

    Copy,
    /// Copies the slots `a` and `b` to `to` and the one above.
    CopyTwo,
    Const,
    /// The slots `b` and, in its high half, the condition.
    Select,

    Unary(UnaryOp),
    Binary(BinaryOp),
    Divide(DivideOp),
    DivideConst(DivideOp),
    I32WrapI64,
    I64ExtendI32S,

    And,
    Or,
    Xor,
    Eq,
    Ne,
    LtU,
    LeU,
    I32Add,
    I32Sub,
    I32Mul,
    I32Shl,
    I32ShrS,
    I32ShrU,
    I32Rotl,
    I32LtS,
    I32LeS,
    I64Add,
    I64Sub,
    I64Mul,
    I64Shl,
    I64ShrS,
    I64ShrU,
    I64Rotl,
    I64LtS,
    I64LeS,
    F32Add,
    F32Sub,
    F32Mul,
    F32Div,
    F64Add,
    F64Sub,
    F64Mul,
    F64Div,
    F64Lt,
    F64Le,

    AndConst,
    OrConst,
    XorConst,
    EqConst,
    NeConst,
    LtUConst,
    GtUConst,
    I32AddConst,
    I32MulConst,
    I32ShlConst,
    I32ShrSConst,
    I32ShrUConst,
    I32RotlConst,
    I32LtSConst,
    I32GtSConst,
    I64AddConst,
    I64MulConst,
    I64ShlConst,
    I64ShrSConst,
    I64ShrUConst,
    I64RotlConst,
    I64LtSConst,
    I64GtSConst,

    EqBr,
    NeBr,
    LtUBr,
    LeUBr,
    I32LtSBr,
    I32LeSBr,
    I64LtSBr,
    I64LeSBr,
    EqConstBr,
    NeConstBr,
    LtUConstBr,
    GtUConstBr,
    I32LtSConstBr,
    I32GtSConstBr,
    I64LtSConstBr,
    I64GtSConstBr,

    Load8U,
    Load16U,
    Load32U,
    Load64,
    I32Load8S,
    I32Load16S,
    I64Load8S,
    I64Load16S,
    I64Load32S,
    Store8,
    Store16,
    Store32,
    Store64,
    Store8Const,
    Store16Const,
    Store32Const,
    Store64Const,
}

impl Op {
    /// Most instructions that one executes.
    pub(crate) const MOST: usize = 8;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Instr;

    #[test]
    fn an_op_is_no_larger_than_an_instruction() {
        assert_eq!(size_of::<Op>(), size_of::<Instr>());
    }
}
