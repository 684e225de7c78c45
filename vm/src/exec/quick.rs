//! What the entries do that stand for several instructions (see [`Op`]).
//!
//! Operands come from slots of the frame and results go there; the stack is not pushed to or
//! popped from. It is one function, inlined into the loop, with an arm for each kind.

use super::num::{binary, divide, unary};
use crate::runtime::Memory;
use crate::syntax::{BinaryOp as B, Kind, Op, UnaryOp};

/// How the loop goes on.
pub(super) enum Flow {
    /// Behind the instructions covered.
    Next,
    /// The branch at the end of the entry is taken.
    Branch,
    /// The instruction is executed as it is.
    Plain,
    /// The instruction is a `call`.
    Call,
    /// The instruction is a `return`, or the final `end`.
    Return,
    /// Nothing was done: the instructions are executed as they are, one by one.
    Refused,
    /// A machine that is to stop here does so.
    Stop,
}

/// Does the work of one entry on the slots of a frame. `memory` is where memory 0 is.
#[inline(always)]
pub(super) fn execute(op: &Op, frame: &mut [u64], memories: &mut [Memory], memory: usize) -> Flow {
    /// An operand.
    macro_rules! a {
        () => {
            frame[usize::from(op.a)]
        };
    }
    macro_rules! b {
        () => {
            frame[usize::from(op.b as u16)]
        };
    }
    macro_rules! set {
        ($value:expr) => {{
            let value = $value;
            frame[usize::from(op.to)] = value;
            Flow::Next
        }};
    }
    /// An operation on two slots.
    macro_rules! slots {
        ($op:expr) => {
            set!(binary($op, a!(), b!()))
        };
    }
    /// An operation on a slot and a constant.
    macro_rules! constant {
        ($op:expr) => {
            set!(binary($op, a!(), u64::from(op.b)))
        };
    }
    /// The same, the constant being sign-extended.
    macro_rules! signed {
        ($op:expr) => {
            set!(binary($op, a!(), i64::from(op.b as i32) as u64))
        };
    }
    /// A branch on a comparison.
    macro_rules! branch {
        ($op:expr, $b:expr) => {
            match binary($op, a!(), $b) {
                0 => Flow::Next,
                _ => Flow::Branch,
            }
        };
    }
    macro_rules! load {
        ($bytes:ty, $as:ty) => {{
            let load = || {
                memories
                    .get(memory)?
                    .load(a!().checked_add(u64::from(op.b))?)
            };
            match load() {
                Some(bytes) => set!(<$bytes>::from_le_bytes(bytes) as $as as u64),
                None => Flow::Refused,
            }
        }};
    }
    macro_rules! store {
        ($bytes:ty, $value:expr) => {{
            let bytes = ($value as $bytes).to_le_bytes();
            let mut store = || {
                let addr = a!().checked_add(u64::from(op.b))?;
                memories.get_mut(memory)?.store(addr, bytes)
            };
            match store() {
                Some(()) => Flow::Next,
                None => Flow::Refused,
            }
        }};
    }
    let value = u64::from(op.b);
    let signed = i64::from(op.b as i32) as u64;
    match op.kind {
        Kind::Plain => Flow::Plain,
        Kind::Call => Flow::Call,
        Kind::Return => Flow::Return,
        Kind::Stop => Flow::Stop,
        Kind::Nothing => Flow::Next,
        Kind::Go => Flow::Branch,

        Kind::Copy => set!(a!()),
        Kind::CopyTwo => {
            let (a, b) = (a!(), b!());
            frame[usize::from(op.to)] = a;
            frame[usize::from(op.to) + 1] = b;
            Flow::Next
        }
        Kind::Const => set!(value),
        Kind::Select => match frame[(op.b >> 16) as usize] {
            0 => set!(b!()),
            _ => set!(a!()),
        },

        Kind::Unary(op_) => set!(unary(op_, a!())),
        Kind::Binary(op_) => slots!(op_),
        Kind::Divide(op_) => match divide(op_, a!(), b!()) {
            Ok(value) => set!(value),
            Err(_) => Flow::Refused,
        },
        Kind::DivideConst(op_) => match divide(op_, a!(), value) {
            Ok(value) => set!(value),
            Err(_) => Flow::Refused,
        },
        Kind::I32WrapI64 => set!(unary(UnaryOp::I32WrapI64, a!())),
        Kind::I64ExtendI32S => set!(unary(UnaryOp::I64ExtendI32S, a!())),

        Kind::And => slots!(B::I64And),
        Kind::Or => slots!(B::I64Or),
        Kind::Xor => slots!(B::I64Xor),
        Kind::Eq => slots!(B::I64Eq),
        Kind::Ne => slots!(B::I64Ne),
        Kind::LtU => slots!(B::I64LtU),
        Kind::LeU => slots!(B::I64LeU),
        Kind::I32Add => slots!(B::I32Add),
        Kind::I32Sub => slots!(B::I32Sub),
        Kind::I32Mul => slots!(B::I32Mul),
        Kind::I32Shl => slots!(B::I32Shl),
        Kind::I32ShrS => slots!(B::I32ShrS),
        Kind::I32ShrU => slots!(B::I32ShrU),
        Kind::I32Rotl => slots!(B::I32Rotl),
        Kind::I32LtS => slots!(B::I32LtS),
        Kind::I32LeS => slots!(B::I32LeS),
        Kind::I64Add => slots!(B::I64Add),
        Kind::I64Sub => slots!(B::I64Sub),
        Kind::I64Mul => slots!(B::I64Mul),
        Kind::I64Shl => slots!(B::I64Shl),
        Kind::I64ShrS => slots!(B::I64ShrS),
        Kind::I64ShrU => slots!(B::I64ShrU),
        Kind::I64Rotl => slots!(B::I64Rotl),
        Kind::I64LtS => slots!(B::I64LtS),
        Kind::I64LeS => slots!(B::I64LeS),
        Kind::F32Add => slots!(B::F32Add),
        Kind::F32Sub => slots!(B::F32Sub),
        Kind::F32Mul => slots!(B::F32Mul),
        Kind::F32Div => slots!(B::F32Div),
        Kind::F64Add => slots!(B::F64Add),
        Kind::F64Sub => slots!(B::F64Sub),
        Kind::F64Mul => slots!(B::F64Mul),
        Kind::F64Div => slots!(B::F64Div),
        Kind::F64Lt => slots!(B::F64Lt),
        Kind::F64Le => slots!(B::F64Le),

        Kind::AndConst => constant!(B::I64And),
        Kind::OrConst => constant!(B::I64Or),
        Kind::XorConst => constant!(B::I64Xor),
        Kind::EqConst => constant!(B::I64Eq),
        Kind::NeConst => constant!(B::I64Ne),
        Kind::LtUConst => constant!(B::I64LtU),
        Kind::GtUConst => constant!(B::I64GtU),
        Kind::I32AddConst => constant!(B::I32Add),
        Kind::I32MulConst => constant!(B::I32Mul),
        Kind::I32ShlConst => constant!(B::I32Shl),
        Kind::I32ShrSConst => constant!(B::I32ShrS),
        Kind::I32ShrUConst => constant!(B::I32ShrU),
        Kind::I32RotlConst => constant!(B::I32Rotl),
        Kind::I32LtSConst => constant!(B::I32LtS),
        Kind::I32GtSConst => constant!(B::I32GtS),
        Kind::I64AddConst => signed!(B::I64Add),
        Kind::I64MulConst => signed!(B::I64Mul),
        Kind::I64ShlConst => constant!(B::I64Shl),
        Kind::I64ShrSConst => constant!(B::I64ShrS),
        Kind::I64ShrUConst => constant!(B::I64ShrU),
        Kind::I64RotlConst => constant!(B::I64Rotl),
        Kind::I64LtSConst => signed!(B::I64LtS),
        Kind::I64GtSConst => signed!(B::I64GtS),

        Kind::EqBr => branch!(B::I64Eq, b!()),
        Kind::NeBr => branch!(B::I64Ne, b!()),
        Kind::LtUBr => branch!(B::I64LtU, b!()),
        Kind::LeUBr => branch!(B::I64LeU, b!()),
        Kind::I32LtSBr => branch!(B::I32LtS, b!()),
        Kind::I32LeSBr => branch!(B::I32LeS, b!()),
        Kind::I64LtSBr => branch!(B::I64LtS, b!()),
        Kind::I64LeSBr => branch!(B::I64LeS, b!()),
        Kind::EqConstBr => branch!(B::I64Eq, value),
        Kind::NeConstBr => branch!(B::I64Ne, value),
        Kind::LtUConstBr => branch!(B::I64LtU, value),
        Kind::GtUConstBr => branch!(B::I64GtU, value),
        Kind::I32LtSConstBr => branch!(B::I32LtS, value),
        Kind::I32GtSConstBr => branch!(B::I32GtS, value),
        Kind::I64LtSConstBr => branch!(B::I64LtS, signed),
        Kind::I64GtSConstBr => branch!(B::I64GtS, signed),

        Kind::Load8U => load!(u8, u8),
        Kind::Load16U => load!(u16, u16),
        Kind::Load32U => load!(u32, u32),
        Kind::Load64 => load!(u64, u64),
        Kind::I32Load8S => load!(i8, u32),
        Kind::I32Load16S => load!(i16, u32),
        Kind::I64Load8S => load!(i8, u64),
        Kind::I64Load16S => load!(i16, u64),
        Kind::I64Load32S => load!(i32, u64),
        Kind::Store8 => store!(u8, frame[usize::from(op.to)]),
        Kind::Store16 => store!(u16, frame[usize::from(op.to)]),
        Kind::Store32 => store!(u32, frame[usize::from(op.to)]),
        Kind::Store64 => store!(u64, frame[usize::from(op.to)]),
        Kind::Store8Const => store!(u8, op.to),
        Kind::Store16Const => store!(u16, op.to),
        Kind::Store32Const => store!(u32, op.to),
        Kind::Store64Const => store!(u64, op.to),
    }
}
