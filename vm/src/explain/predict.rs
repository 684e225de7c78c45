//! What an instruction will push, where that can be told without executing it.

use super::words::slot;
use crate::exec::num;
use crate::observe::{MemEffect, StepRecord, TableEffect, Values, own_operand};
use crate::runtime::{Machine, Ref, Value};
use crate::syntax::{Instr, LoadOp, ValType};
use crate::view::Place;

/// The values; `None` when the instruction pushes none, or only the future knows them.
pub(super) fn pushed(machine: &Machine, record: &StepRecord) -> Option<Values> {
    let place = Place::innermost(machine)?;
    let popped = |index: usize| record.pop.get(index).copied();
    let number = |ty: ValType, bits: u64| Value::from_slots(ty, [bits, 0]);
    let size = |size: u64| Value::I32(size as u32 as i32);
    if let Some(returned) = &record.returned {
        return Some(returned.results.clone());
    }
    if let Some(branch) = &record.branch {
        let situation = place.situation();
        let label = situation.labels.get(branch.label as usize)?;
        let own = own_operand(place.instr);
        let end = record.pop.len().checked_sub(own)?;
        let start = end.checked_sub(label.arity)?;
        return Some(Values(record.pop[start..end].to_vec()));
    }
    if let Instr::Wide(op) = *place.instr {
        let operands: Vec<u64> = record.pop.iter().map(|value| slot(*value)).collect();
        let result = num::wide(op, &operands);
        let halves = [result as u64, (result >> 64) as u64];
        return Some(Values(halves.map(|half| number(op.result(), half)).into()));
    }
    let value = match *place.instr {
        Instr::Select { .. } => match slot(popped(2)?) as u32 {
            0 => popped(1)?,
            _ => popped(0)?,
        },
        Instr::LocalGet { .. } => record.local.as_ref()?.read?,
        Instr::LocalTee { .. } => popped(0)?,
        Instr::GlobalGet(_) => record.global.as_ref()?.read?,
        Instr::I32Const(value) => Value::I32(value),
        Instr::I64Const(value) => Value::I64(value),
        Instr::F32Const(bits) => Value::F32(bits),
        Instr::F64Const(bits) => Value::F64(bits),
        Instr::Unary(op) => number(op.result(), num::unary(op, slot(popped(0)?))),
        Instr::Truncate(op) => number(op.result(), num::truncate(op, slot(popped(0)?)).ok()?),
        Instr::Binary(op) => {
            let bits = num::binary(op, slot(popped(0)?), slot(popped(1)?));
            number(op.result(), bits)
        }
        Instr::Divide(op) => {
            let bits = num::divide(op, slot(popped(0)?), slot(popped(1)?)).ok()?;
            number(op.result(), bits)
        }
        Instr::Load(op, _) => match record.mem.first()? {
            MemEffect::Read { read, .. } => number(op.ty(), loaded(op, &read.0)),
            _ => return None,
        },
        Instr::MemorySize(mem) => {
            let memory = place.instance.memories[mem.at()];
            size(machine.store().memory(memory).pages())
        }
        Instr::TableSize(table) => {
            let table = place.instance.tables[table.at()];
            size(machine.store().table(table).len())
        }
        Instr::TableGet(_) => match record.table.first()? {
            TableEffect::Read { read, .. } => *read.first()?,
            _ => return None,
        },
        Instr::RefNull(heap) => Value::default_of(ValType::null(heap)),
        Instr::RefIsNull => Value::I32(i32::from(slot(popped(0)?) == 0)),
        Instr::RefFunc(func) => {
            let reference = Ref::Func(place.instance.funcs[func.at()]);
            number(ValType::FUNCREF, reference.to_slot())
        }
        // How far a memory or table can grow, and what a host answers, is not known here.
        Instr::MemoryGrow(_)
        | Instr::TableGrow(_)
        | Instr::Call(_)
        | Instr::CallIndirect { .. }
        | Instr::CallRef(_)
        | Instr::ReturnCall(_)
        | Instr::ReturnCallIndirect { .. }
        | Instr::ReturnCallRef(_) => return None,
        Instr::BrOnNull(_)
        | Instr::BrOnNonNull(_)
        | Instr::BrOnCast { .. }
        | Instr::RefAsNonNull
        | Instr::RefEq
        | Instr::RefTest(_)
        | Instr::RefCast(_)
        | Instr::Object(_)
        | Instr::Vector(_)
        | Instr::Wide(_)
        | Instr::VectorMemory(..)
        | Instr::Throw(_)
        | Instr::ThrowRef
        | Instr::TryTable { .. } => return None,
        Instr::Unreachable
        | Instr::Nop
        | Instr::Block(_)
        | Instr::Loop(_)
        | Instr::If { .. }
        | Instr::Else { .. }
        | Instr::End
        | Instr::FuncEnd
        | Instr::Br(_)
        | Instr::BrIf(_)
        | Instr::BrTable { .. }
        | Instr::Return
        | Instr::Drop { .. }
        | Instr::LocalSet { .. }
        | Instr::GlobalSet(_)
        | Instr::TableSet(_)
        | Instr::TableFill(_)
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. }
        | Instr::ElemDrop(_)
        | Instr::Store(..)
        | Instr::MemoryFill(_)
        | Instr::MemoryCopy { .. }
        | Instr::MemoryInit { .. }
        | Instr::DataDrop(_) => return None,
    };
    Some(Values(vec![value]))
}

/// The slot that bytes of memory become.
fn loaded(op: LoadOp, bytes: &[u8]) -> u64 {
    let mut all = [0; 8];
    for (place, byte) in all.iter_mut().zip(bytes) {
        *place = *byte;
    }
    let bits = u64::from_le_bytes(all);
    match op {
        LoadOp::I32Load8S => u64::from(bits as i8 as u32),
        LoadOp::I32Load16S => u64::from(bits as i16 as u32),
        LoadOp::I64Load8S => bits as i8 as u64,
        LoadOp::I64Load16S => bits as i16 as u64,
        LoadOp::I64Load32S => bits as i32 as u64,
        LoadOp::I32Load
        | LoadOp::I64Load
        | LoadOp::F32Load
        | LoadOp::F64Load
        | LoadOp::I32Load8U
        | LoadOp::I32Load16U
        | LoadOp::I64Load8U
        | LoadOp::I64Load16U
        | LoadOp::I64Load32U => bits,
    }
}
