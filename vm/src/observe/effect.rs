//! What an instruction is about to do, read from its immediates and operands.

use super::access::touches;
use super::recorder::{MOST_BYTES, MOST_ELEMENTS};
use super::{Bytes, Change, HeapEffect, MemEffect, ReturnEffect, TableEffect, Values, Variable};
use crate::exec::is_tail_call;
use crate::runtime::{Instance, Machine, Ref, Store, Value};
use crate::syntax::{Code, GlobalIdx, Instr, Jump, LocalIdx, MemIdx, Situation, TableIdx};
use crate::view::Place;

/// How many operands, from the top, the next instruction will take; 0 when there is none.
#[must_use]
pub fn takes(machine: &Machine) -> usize {
    Place::innermost(machine).map_or(0, |place| {
        let situation = place.situation();
        let operands = place.operands_of(&situation);
        taken(&place, &situation, &operands)
    })
}

pub(super) fn taken(place: &Place<'_>, situation: &Situation, operands: &[Value]) -> usize {
    let module = place.module;
    let branch = taken_branch(place, operands).map_or(0, |jump| {
        let label = situation.labels.get(jump.label().at());
        let own = own_operand(place.instr);
        match label {
            Some(label) if jump.returns() => label.arity,
            Some(label) => operands.len().saturating_sub(own + label.height),
            None => 0,
        }
    });
    let count = match place.instr {
        Instr::Unreachable
        | Instr::Nop
        | Instr::Block(_)
        | Instr::Loop(_)
        | Instr::Else { .. }
        | Instr::End
        | Instr::LocalGet { .. }
        | Instr::GlobalGet(_)
        | Instr::TableSize(_)
        | Instr::ElemDrop(_)
        | Instr::MemorySize(_)
        | Instr::DataDrop(_)
        | Instr::TryTable { .. }
        | Instr::RefNull(_)
        | Instr::RefFunc(_)
        | Instr::I32Const(_)
        | Instr::I64Const(_)
        | Instr::F32Const(_)
        | Instr::F64Const(_) => 0,
        Instr::FuncEnd | Instr::Return => module.func_type(place.func).results.len(),
        Instr::Br(_) => branch,
        Instr::BrIf(_) | Instr::BrTable { .. } => branch + 1,
        // A branch takes all that lies above its label; else the operand goes on as it is.
        Instr::BrOnNull(_) => branch + 1,
        Instr::BrOnNonNull(_) | Instr::BrOnCast { .. } => branch.max(1),
        Instr::Call(func) | Instr::ReturnCall(func) => module.func_type(*func).params.len(),
        Instr::CallIndirect { ty, .. }
        | Instr::ReturnCallIndirect { ty, .. }
        | Instr::CallRef(ty)
        | Instr::ReturnCallRef(ty) => module.types.func(*ty).params.len() + 1,
        Instr::Throw(tag) => module.tag_type(*tag).params.len(),
        Instr::Object(instr) => instr.takes(module),
        Instr::Vector(instr) => instr.effect().0,
        Instr::Wide(op) => op.takes(),
        Instr::VectorMemory(access, _) => access.effect().0,
        Instr::If { .. }
        | Instr::ThrowRef
        | Instr::RefAsNonNull
        | Instr::RefTest(_)
        | Instr::RefCast(_)
        | Instr::Drop { .. }
        | Instr::LocalSet { .. }
        | Instr::LocalTee { .. }
        | Instr::GlobalSet(_)
        | Instr::TableGet(_)
        | Instr::Load(..)
        | Instr::MemoryGrow(_)
        | Instr::RefIsNull
        | Instr::Unary(_)
        | Instr::Truncate(_) => 1,
        Instr::TableSet(_)
        | Instr::TableGrow(_)
        | Instr::RefEq
        | Instr::Store(..)
        | Instr::Binary(_)
        | Instr::Divide(_) => 2,
        Instr::Select { .. }
        | Instr::TableFill(_)
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. }
        | Instr::MemoryFill(_)
        | Instr::MemoryCopy { .. }
        | Instr::MemoryInit { .. } => 3,
    };
    count.min(operands.len())
}

/// The branch that the instruction will take; `None` when it takes none.
#[must_use]
pub fn taken_branch(place: &Place<'_>, operands: &[Value]) -> Option<Jump> {
    let top = operands.last().map(|value| value.to_slots()[0]);
    let Place {
        machine, instance, ..
    } = place;
    branch_on(place.instr, place.code, instance, machine.store(), top)
}

/// As [`taken_branch`], for whoever has no more than the topmost slot.
pub(crate) fn branch_on(
    instr: &Instr,
    code: &Code,
    instance: &Instance,
    store: &Store,
    top: Option<u64>,
) -> Option<Jump> {
    let number = || top.map(|slot| slot as u32);
    let reference = || top.map(Ref::from_slot);
    match instr {
        Instr::Br(jump) => Some(*jump),
        Instr::BrOnNull(jump) => (reference()? == Ref::Null).then_some(*jump),
        Instr::BrOnNonNull(jump) => (reference()? != Ref::Null).then_some(*jump),
        Instr::BrOnCast { cast, fail } => {
            let cast = code.casts.get(*cast as usize)?;
            let fits = store.fits(reference()?, instance.ref_type(cast.to));
            (fits != *fail).then_some(cast.jump)
        }
        Instr::BrIf(jump) => (number()? != 0).then_some(*jump),
        Instr::BrTable { first, count } => {
            let index = number()?.min(*count);
            code.jumps.get((first + index) as usize).copied()
        }
        _ => None,
    }
}

/// The operands of a branch that decide whether it is taken, and are gone then.
#[must_use]
pub fn own_operand(instr: &Instr) -> usize {
    match instr {
        Instr::BrIf(_) | Instr::BrTable { .. } | Instr::BrOnNull(_) => 1,
        _ => 0,
    }
}

/// What an instruction that takes these operands returns from its function.
pub(super) fn returned(place: &Place<'_>, popped: &[Value]) -> ReturnEffect {
    let types = &place.module.func_type(place.func).results;
    // A `br_if` or `br_table` has taken its own operand from above the results.
    let own = own_operand(place.instr);
    let end = popped.len().saturating_sub(own);
    let results = match is_tail_call(place.instr) {
        // The host is still to be asked.
        true => Vec::new(),
        // In the types that the function declares, which its operands may be subtypes of.
        false => {
            let values = &popped[end.saturating_sub(types.len())..end];
            let typed = values.iter().zip(types);
            typed
                .map(|(value, ty)| Value::from_slots(*ty, value.to_slots()))
                .collect()
        }
    };
    let caller = place.depth.checked_sub(1);
    ReturnEffect {
        to: caller
            .and_then(|depth| Place::at(place.machine, depth))
            .map(|caller| caller.name()),
        results: Values(results),
    }
}

/// What an instruction is about to touch. Written things have their new value still to
/// be read.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) local: Option<Variable>,
    pub(super) global: Option<Variable>,
    pub(super) mem: Vec<MemEffect>,
    pub(super) table: Vec<TableEffect>,
    pub(super) heap: Vec<HeapEffect>,
}

impl Touched {
    /// `popped` are the instruction's operands.
    pub(super) fn of(place: &Place<'_>, popped: &[Value]) -> Self {
        let slot = |index: usize| popped.get(index).map_or(0, |value| value.to_slots()[0]);
        let mut touched = Self::default();
        for touch in touches(place.instr, slot).into_iter().flatten() {
            match touch.writes {
                true => touched.writes(place, touch.mem, touch.addr, touch.len),
                false => touched.reads(place, touch.mem, touch.addr, touch.len),
            }
        }
        match place.instr {
            Instr::LocalGet { local, .. } => touched.local = local_of(place, *local, None),
            Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. } => {
                touched.local = local_of(place, *local, popped.first().copied());
            }
            Instr::GlobalGet(global) => touched.global = Some(global_of(place, *global, None)),
            Instr::GlobalSet(global) => {
                touched.global = Some(global_of(place, *global, popped.first().copied()));
            }
            Instr::MemoryGrow(mem) => {
                let memory = place.instance.memories[mem.at()];
                let old = place.machine.store().memory(memory).pages();
                let pages = Change { old, new: old };
                let mem = mem.0;
                touched.mem.push(MemEffect::Grow { mem, pages });
            }
            Instr::TableGet(table)
            | Instr::CallIndirect { table, .. }
            | Instr::ReturnCallIndirect { table, .. } => {
                let index = popped.last().map_or(0, |value| value.to_slots()[0]);
                touched.looks_up(place, *table, index, 1);
            }
            Instr::TableSet(table) => touched.sets(place, *table, slot(0), 1),
            Instr::TableFill(table) | Instr::TableInit { table, .. } => {
                touched.sets(place, *table, slot(0), slot(2));
            }
            Instr::TableCopy { dst, src } => {
                touched.looks_up(place, *src, slot(1), slot(2));
                touched.sets(place, *dst, slot(0), slot(2));
            }
            Instr::TableGrow(table) => {
                let addr = place.instance.tables[table.at()];
                let old = place.machine.store().table(addr).len();
                let size = Change { old, new: old };
                let table = table.0;
                touched.table.push(TableEffect::Grow { table, size });
            }
            Instr::Object(instr) => touched.heap = HeapEffect::of(place, *instr, popped),
            _ => {}
        }
        touched
    }

    fn reads(&mut self, place: &Place<'_>, mem: MemIdx, addr: u64, len: u64) {
        if let Some(read) = bytes(place, mem, addr, len) {
            let (mem, len) = (mem.0, beyond(len, MOST_BYTES));
            self.mem.push(MemEffect::Read {
                mem,
                addr,
                read,
                len,
            });
        }
    }

    fn writes(&mut self, place: &Place<'_>, mem: MemIdx, addr: u64, len: u64) {
        if let Some(old) = bytes(place, mem, addr, len) {
            let (mem, len) = (mem.0, beyond(len, MOST_BYTES));
            self.mem.push(MemEffect::Write {
                mem,
                addr,
                old,
                new: Bytes::default(),
                len,
            });
        }
    }

    fn looks_up(&mut self, place: &Place<'_>, table: TableIdx, index: u64, len: u64) {
        if let Some(read) = elements(place, table, index, len) {
            let (table, len) = (table.0, beyond(len, MOST_ELEMENTS));
            self.table.push(TableEffect::Read {
                table,
                index,
                read,
                len,
            });
        }
    }

    fn sets(&mut self, place: &Place<'_>, table: TableIdx, index: u64, len: u64) {
        if let Some(old) = elements(place, table, index, len) {
            let (table, len) = (table.0, beyond(len, MOST_ELEMENTS));
            self.table.push(TableEffect::Write {
                table,
                index,
                old,
                new: Values::default(),
                len,
            });
        }
    }
}

/// The full length, where it is more than what is kept.
pub(super) fn beyond(len: u64, most: u64) -> Option<u64> {
    (len > most).then_some(len)
}

/// The bytes about to be touched, as many as are kept; `None` when there are none, or
/// the range is not inside the memory.
fn bytes(place: &Place<'_>, mem: MemIdx, addr: u64, len: u64) -> Option<Bytes> {
    let memory = place.instance.memories[mem.at()];
    let memory = place.machine.store().memory(memory);
    if len == 0 || !memory.holds(addr, len) {
        return None;
    }
    Some(Bytes(memory.read(addr, len.min(MOST_BYTES))?.into_owned()))
}

fn elements(place: &Place<'_>, table: TableIdx, index: u64, len: u64) -> Option<Values> {
    let table = place
        .machine
        .store()
        .table(place.instance.tables[table.at()]);
    let slots = table.slots(index, len)?;
    let slots = &slots[..slots.len().min(MOST_ELEMENTS as usize)];
    let ty = table.ty().element;
    let values = slots
        .iter()
        .map(|slot| Value::Ref(ty, Ref::from_slot(*slot)));
    (!slots.is_empty()).then(|| Values(values.collect()))
}

fn local_of(place: &Place<'_>, local: LocalIdx, new: Option<Value>) -> Option<Variable> {
    let value = place.locals().get(local.at()).copied();
    let name = place.local_name(local.0);
    Some(variable(local.0, name, value, new))
}

fn global_of(place: &Place<'_>, global: GlobalIdx, new: Option<Value>) -> Variable {
    let addr = place.instance.globals[global.at()];
    let value = place.machine.store().global(addr).value();
    let name = place.module.names.globals.get(&global.0).cloned();
    variable(global.0, name, Some(value), new)
}

fn variable(
    index: u32,
    name: Option<std::sync::Arc<str>>,
    value: Option<Value>,
    new: Option<Value>,
) -> Variable {
    let (read, old) = match new {
        Some(_) => (None, value),
        None => (value, None),
    };
    Variable {
        index,
        name,
        read,
        old,
        new,
    }
}
