//! Which instructions are executed at once.
//!
//! At each pc the longest pattern that begins there is taken. A pattern may run over a
//! place that branches go to: whoever jumps there finds what begins at that pc.

use crate::syntax::{Instr, MemIdx, Op};

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
        [Instr::LocalGet { slot: a, .. }, ..] => after_local(slot(a)?, &code[1..]),
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
        [Instr::LocalGet { slot: b, .. }, ..] => Some(after_two_locals(a, slot(b)?, &code[1..])),
        [Instr::I32Const(value), ..] => Some(after_local_and_const(a, value as u32, &code[1..])),
        [Instr::Binary(op), ..] => Some(Op::LocalBinary { a, op }),
        [Instr::Load(op, arg), ..] if arg.mem == MemIdx(0) => {
            let offset = arg.offset;
            Some(Op::LocalLoad { a, op, offset })
        }
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
        [Instr::Store(op, arg), ..] if arg.mem == MemIdx(0) => {
            let offset = arg.offset;
            Op::LocalLocalStore { a, b, op, offset }
        }
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
        [Instr::Store(op, arg), ..] if arg.mem == MemIdx(0) => {
            let offset = arg.offset;
            Op::LocalConstStore {
                a,
                op,
                value,
                offset,
            }
        }
        _ => Op::LocalConst { a, value },
    }
}

/// A slot in the 16 bits that a pattern has for it.
fn slot(slot: u32) -> Option<u16> {
    u16::try_from(slot).ok()
}
