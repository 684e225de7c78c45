//! Which bytes of which memories an instruction touches, by its operands.

use crate::syntax::{Instr, MemIdx};

/// Bytes that an instruction reads or writes, if they are inside the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Touch {
    pub(super) mem: MemIdx,
    pub(super) addr: u64,
    pub(super) len: u64,
    pub(super) writes: bool,
}

/// What an instruction touches: what it reads comes first. `operand` gives the first slot of
/// the operand of that number, the deepest first.
pub(super) fn touches(instr: &Instr, operand: impl Fn(usize) -> u64) -> [Option<Touch>; 2] {
    let access = |mem, addr, len, writes| {
        Some(Touch {
            mem,
            addr,
            len,
            writes,
        })
    };
    let one = |access| [access, None];
    match instr {
        Instr::Load(op, arg) => {
            let addr = operand(0).saturating_add(arg.offset());
            one(access(arg.mem(), addr, op.bytes().into(), false))
        }
        Instr::Store(op, arg) => {
            let addr = operand(0).saturating_add(arg.offset());
            one(access(arg.mem(), addr, op.bytes().into(), true))
        }
        Instr::VectorMemory(op, arg) => {
            let addr = operand(0).saturating_add(arg.offset());
            one(access(arg.mem(), addr, op.bytes().into(), op.writes()))
        }
        Instr::MemoryFill(mem) | Instr::MemoryInit { mem, .. } => {
            one(access(*mem, operand(0), operand(2), true))
        }
        Instr::MemoryCopy { dst, src } => [
            access(*src, operand(1), operand(2), false),
            access(*dst, operand(0), operand(2), true),
        ],
        _ => [None; 2],
    }
}

/// How many slots from the top the deepest operand of such an instruction begins.
pub(super) fn depth(instr: &Instr) -> usize {
    match instr {
        Instr::Load(..) => 1,
        Instr::Store(..) => 2,
        // A vector takes two.
        Instr::VectorMemory(access, _) if access.effect().0 == 1 => 1,
        _ => 3,
    }
}
