//! Which instructions are executed at once.
//!
//! At each pc the longest pattern that begins there is taken. A pattern may run over a
//! place that branches go to: whoever jumps there finds what begins at that pc.

use crate::syntax::{Instr, MemArg, MemIdx, Op};

/// The code of a body as the loop reads it, one entry for each instruction.
pub(super) fn fuse(instrs: &[Instr]) -> Box<[Op]> {
    let starts = 0..instrs.len();
    starts
        .map(|pc| pattern(&instrs[pc..]).unwrap_or(Op::Plain(instrs[pc])))
        .collect()
}

/// The longest pattern at the beginning of `code`.
fn pattern(code: &[Instr]) -> Option<Op> {
    match *code {
        [
            Instr::LocalGet {
                slot: a,
                wide: false,
                ..
            },
            ..,
        ] => after_local(slot(a)?, &code[1..]),
        [Instr::I32Const(value), Instr::Binary(op), ..] => Some(Op::ConstBinary {
            op,
            value: value as u32,
        }),
        [Instr::Binary(op), Instr::BrIf(_), ..] => Some(Op::BinaryBrIf { op }),
        [Instr::Binary(op), Instr::LocalSet { slot: to, .. }, ..] => {
            Some(Op::BinarySet { op, to: slot(to)? })
        }
        _ => None,
    }
}

fn after_local(a: u16, code: &[Instr]) -> Option<Op> {
    match *code {
        [
            Instr::LocalGet {
                slot: b,
                wide: false,
                ..
            },
            ..,
        ] => Some(after_two_locals(a, slot(b)?, &code[1..])),
        [Instr::I32Const(value), ..] => Some(after_local_and_const(a, value as u32, &code[1..])),
        [Instr::Binary(op), ..] => Some(Op::LocalBinary { a, op }),
        [Instr::Load(op, arg), ..] => Some(Op::LocalLoad {
            a,
            op,
            offset: near(arg)?,
        }),
        _ => None,
    }
}

fn after_two_locals(a: u16, b: u16, code: &[Instr]) -> Op {
    match *code {
        [Instr::Binary(op), Instr::BrIf(_), ..] => Op::LocalLocalBinaryBrIf { a, b, op },
        [Instr::Binary(op), Instr::LocalSet { slot: to, .. }, ..] => match slot(to) {
            Some(to) => Op::LocalLocalBinarySet { a, b, op, to },
            None => Op::LocalLocalBinary { a, b, op },
        },
        [Instr::Binary(op), ..] => Op::LocalLocalBinary { a, b, op },
        [Instr::Store(op, arg), ..] => match near(arg) {
            Some(offset) => Op::LocalLocalStore { a, b, op, offset },
            None => Op::LocalLocal { a, b },
        },
        _ => Op::LocalLocal { a, b },
    }
}

fn after_local_and_const(a: u16, value: u32, code: &[Instr]) -> Op {
    match *code {
        [Instr::Binary(op), Instr::BrIf(_), ..] => Op::LocalConstBinaryBrIf { a, op, value },
        [Instr::Binary(op), Instr::LocalSet { slot: to, .. }, ..] => match slot(to) {
            Some(to) => Op::LocalConstBinarySet { a, op, to, value },
            None => Op::LocalConstBinary { a, op, value },
        },
        [Instr::Binary(op), ..] => Op::LocalConstBinary { a, op, value },
        [Instr::Store(op, arg), ..] => match near(arg) {
            Some(offset) => Op::LocalConstStore {
                a,
                op,
                value,
                offset,
            },
            None => Op::LocalConst { a, value },
        },
        _ => Op::LocalConst { a, value },
    }
}

/// A slot in the 16 bits that a pattern has for it.
fn slot(slot: u32) -> Option<u16> {
    u16::try_from(slot).ok()
}

/// The offset of an access to memory 0, in the 32 bits that a pattern has for it.
fn near(arg: MemArg) -> Option<u32> {
    u32::try_from(arg.offset())
        .ok()
        .filter(|_| arg.mem() == MemIdx(0))
}
