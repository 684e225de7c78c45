//! What an instruction will push, where that can be told without executing it.

use super::words::slot;
use crate::exec::num;
use crate::observe::{HeapEffect, MemEffect, StepRecord, TableEffect, Values, own_operand};
use crate::runtime::{Machine, Ref, Value};
use crate::syntax::{HeapType, Instr, LoadOp, ObjectInstr, RefType, Sign, StorageType, ValType};
use crate::view::Place;

/// The values; `None` when the instruction pushes none, or only the future knows them.
pub(super) fn pushed(machine: &Machine, record: &StepRecord) -> Option<Values> {
    let place = Place::innermost(machine)?;
    let popped = |index: usize| record.pop.get(index).copied();
    let number = |ty: ValType, bits: u64| Value::from_slots(ty, [bits, 0]);
    let size = |is64: bool, size: u64| match is64 {
        true => Value::I64(size as i64),
        false => Value::I32(size as u32 as i32),
    };
    let failed = |is64: bool| if is64 { Value::I64(-1) } else { Value::I32(-1) };
    if record.host.is_some() {
        return None;
    }
    if let Some(returned) = &record.returned {
        return Some(returned.results.clone());
    }
    if let Some(branch) = &record.branch {
        let situation = place.situation();
        let label = situation.labels.get(branch.label as usize)?;
        let own = own_operand(place.instr);
        let end = record.pop.len().checked_sub(own)?;
        let start = end.checked_sub(label.arity)?;
        let there = place.code.typing(place.module).at(branch.target);
        let types = there.map(|there| there.operands).unwrap_or_default();
        let types = &types[types.len().saturating_sub(label.arity)..];
        let values = record.pop[start..end].iter().enumerate();
        let values =
            values.map(|(index, value)| typed(*value, types.get(index).copied().flatten()));
        return Some(Values(values.collect()));
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
        Instr::Vector(instr) => super::vector::pushed(instr, place.code, &record.pop)?,
        Instr::VectorMemory(access, _) => match record.mem.first()? {
            MemEffect::Read { read, .. } => super::vector::loaded(access, &record.pop, &read.0)?,
            _ => return None,
        },
        Instr::MemorySize(mem) => {
            let memory = place.instance.memories[mem.at()];
            let memory = machine.store().memory(memory);
            size(memory.ty().is64, memory.pages())
        }
        Instr::TableSize(table) => {
            let table = place.instance.tables[table.at()];
            let table = machine.store().table(table);
            size(table.ty().is64, table.len())
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
        Instr::MemoryGrow(mem) => {
            let memory = place.instance.memories[mem.at()];
            let memory = machine.store().memory(memory);
            let (old, is64) = (memory.pages(), memory.ty().is64);
            match old.checked_add(slot(popped(0)?)) {
                Some(new) if new <= memory.most_pages() => size(is64, old),
                _ => failed(is64),
            }
        }
        Instr::TableGrow(table) => {
            let table = place.instance.tables[table.at()];
            let table = machine.store().table(table);
            let (old, is64) = (table.len(), table.ty().is64);
            match old.checked_add(slot(popped(1)?)) {
                Some(new) if new <= table.most() => size(is64, old),
                _ => failed(is64),
            }
        }
        // What a host answers is not known here.
        Instr::Call(_)
        | Instr::CallIndirect { .. }
        | Instr::CallRef(_)
        | Instr::ReturnCall(_)
        | Instr::ReturnCallIndirect { .. }
        | Instr::ReturnCallRef(_) => return None,
        Instr::BrOnNull(_) | Instr::BrOnCast { .. } | Instr::RefAsNonNull | Instr::RefCast(_) => {
            retyped(&place, popped(0)?)
        }
        Instr::RefEq => Value::I32(i32::from(slot(popped(0)?) == slot(popped(1)?))),
        Instr::RefTest(ty) => {
            let Value::Ref(_, reference) = popped(0)? else {
                return None;
            };
            let ty = place.instance.ref_type(ty);
            Value::I32(i32::from(machine.store().fits(reference, ty)))
        }
        Instr::Object(instr) => object(&place, instr, record)?,
        // Where it branches, it was told above.
        Instr::BrOnNonNull(_) => return None,
        // Told above.
        Instr::Wide(_) => return None,
        Instr::Throw(_) | Instr::ThrowRef | Instr::TryTable { .. } => return None,
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

/// What an instruction on the heap will push; `None` when it pushes nothing, or what it is
/// about to make.
fn object(place: &Place<'_>, instr: ObjectInstr, record: &StepRecord) -> Option<Value> {
    use ObjectInstr as O;
    let popped = *record.pop.first()?;
    let read = || match record.heap.first()? {
        HeapEffect::Read { read, .. } => read.first().copied(),
        _ => None,
    };
    let types = &place.module.types;
    Some(match instr {
        O::StructGet { ty, field, sign } => {
            let field = types.get(ty).fields().get(field as usize)?;
            unpacked(field.storage, sign, read()?)
        }
        O::ArrayGet { ty, sign } => unpacked(types.element(ty).storage, sign, read()?),
        O::ArrayLen => {
            let Value::Ref(_, reference) = popped else {
                return None;
            };
            let heap = place.machine.store().heap();
            Value::I32(heap.get(reference.object()?)?.fields() as u32 as i32)
        }
        O::RefI31 => {
            let reference = Ref::I31(slot(popped) as u32 & 0x7fff_ffff);
            let ty = RefType::new(false, HeapType::I31);
            Value::Ref(ty, reference)
        }
        O::I31Get(sign) => {
            let bits = match popped {
                Value::Ref(_, Ref::I31(bits)) => bits,
                _ => return None,
            };
            Value::I32(match sign {
                Sign::Signed => (bits << 1) as i32 >> 1,
                Sign::None | Sign::Unsigned => bits as i32,
            })
        }
        O::AnyConvertExtern | O::ExternConvertAny => retyped(place, popped),
        O::StructNew(_)
        | O::StructNewDefault(_)
        | O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::ArrayNewData { .. }
        | O::ArrayNewElem { .. }
        | O::StructSet { .. }
        | O::ArraySet(_)
        | O::ArrayFill(_)
        | O::ArrayCopy { .. }
        | O::ArrayInitData { .. }
        | O::ArrayInitElem { .. } => return None,
    })
}

/// What is stored in a field, as it is read.
fn unpacked(storage: StorageType, sign: Sign, stored: Value) -> Value {
    let bits = slot(stored);
    match (storage, sign) {
        (StorageType::I8, Sign::Signed) => Value::I32((bits as i8).into()),
        (StorageType::I16, Sign::Signed) => Value::I32((bits as i16).into()),
        _ => stored,
    }
}

/// A reference that stays, with the type that it has behind the instruction.
fn retyped(place: &Place<'_>, value: Value) -> Value {
    let next = place.code.typing(place.module).at(place.frame.pc + 1);
    typed(
        value,
        next.and_then(|next| next.operands.last().copied().flatten()),
    )
}

/// A reference in the type of the place where it will be.
fn typed(value: Value, ty: Option<ValType>) -> Value {
    match (value, ty) {
        (Value::Ref(_, reference), Some(ValType::Ref(ty))) => Value::Ref(ty, reference),
        _ => value,
    }
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
