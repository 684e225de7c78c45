//! What an instruction has done to data that somebody watches.

use super::super::access::{depth, touches};
use super::place::{Found, each_once};
use super::plan::{Bytes, Plan, within};
use super::words;
use crate::exec::{Answer, is_tail_call};
use crate::runtime::{GlobalAddr, Machine, MemAddr, Ref, Status, TableAddr, Value};
use crate::syntax::{Instr, LocalIdx, ValType};
use crate::view::Place;

/// Most bytes and elements that are told of.
pub(super) const MOST_TOLD: u64 = 8;

/// What the next instruction may change.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// Its number.
    pub(super) step: u64,
    watched: Vec<(usize, Old)>,
    /// Whether it calls the host, which may write to memories.
    host: bool,
}

/// What was there.
#[derive(Clone, Debug)]
enum Old {
    Bytes {
        memory: MemAddr,
        addr: u64,
        old: Vec<u8>,
        writes: bool,
    },
    Local {
        depth: usize,
        ty: ValType,
        slot: usize,
        old: Value,
    },
    Global(GlobalAddr, Value),
    Elements {
        table: TableAddr,
        first: u64,
        len: u64,
        old: Vec<u64>,
    },
}

impl Plan {
    /// What the next instruction may change of what is watched; `None` when nothing.
    pub(super) fn pending(&self, machine: &Machine) -> Option<Pending> {
        let watches = self.memories.len() + self.tables.len();
        if watches == 0 && self.locals.is_empty() && self.globals.is_empty() {
            return None;
        }
        if *machine.status() != Status::Running {
            return None;
        }
        let mut watched = Vec::new();
        let place = Place::innermost(machine);
        if let Some(place) = &place {
            self.bytes(place, &mut watched);
            self.variables(place, &mut watched);
            self.elements(place, &mut watched);
        }
        let host = !self.memories.is_empty()
            && place.is_none_or(|place| is_call(place.instr))
            && machine.host_call().is_some();
        (host || !watched.is_empty()).then(|| Pending {
            step: machine.steps(),
            watched,
            host,
        })
    }

    fn bytes(&self, place: &Place<'_>, watched: &mut Vec<(usize, Old)>) {
        if self.memories.is_empty() {
            return;
        }
        let slots = place.machine.frame_slots(place.depth);
        let deepest = slots.len().checked_sub(depth(place.instr));
        let operand = |number: usize| {
            let slot = deepest.and_then(|deepest| slots.get(deepest + number));
            slot.copied().unwrap_or(0)
        };
        for touch in touches(place.instr, operand).into_iter().flatten() {
            let addr = place.instance.memories[touch.mem.at()];
            let memory = place.machine.store().memory(addr);
            if touch.len == 0 || !memory.holds(touch.addr, touch.len) {
                continue;
            }
            for bytes in self.touching(addr, touch.addr, touch.len, touch.writes) {
                let (from, len) = overlap(bytes, touch.addr, touch.len);
                let old = memory.read(from, len.min(MOST_TOLD));
                let old = Old::Bytes {
                    memory: addr,
                    addr: from,
                    old: old.unwrap_or_default().into_owned(),
                    writes: touch.writes,
                };
                watched.push((bytes.index, old));
            }
        }
    }

    fn variables(&self, place: &Place<'_>, watched: &mut Vec<(usize, Old)>) {
        match place.instr {
            Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. } => {
                let mut found = self.locals.of(within(place.frame.func, local.0)).peekable();
                if found.peek().is_none() {
                    return;
                }
                let Some((ty, slot)) = place.code.locals.get(LocalIdx(local.0)) else {
                    return;
                };
                let (depth, slot) = (place.depth, slot as usize);
                let old = local_value(place.machine, depth, ty, slot);
                let old = Old::Local {
                    depth,
                    ty,
                    slot,
                    old,
                };
                watched.extend(found.map(|index| (index, old.clone())));
            }
            Instr::GlobalSet(global) => {
                let addr = place.instance.globals[global.at()];
                let old = place.machine.store().global(addr).value();
                let found = self.globals.of(u64::from(addr.0));
                watched.extend(found.map(|index| (index, Old::Global(addr, old))));
            }
            _ => {}
        }
    }

    fn elements(&self, place: &Place<'_>, watched: &mut Vec<(usize, Old)>) {
        let (Instr::TableSet(table)
        | Instr::TableFill(table)
        | Instr::TableGrow(table)
        | Instr::TableCopy { dst: table, .. }
        | Instr::TableInit { table, .. }) = place.instr
        else {
            return;
        };
        let addr = place.instance.tables[table.at()];
        for elements in self.tables.iter().filter(|elements| elements.table == addr) {
            let (first, len) = (elements.first, elements.len);
            let old = Old::Elements {
                table: addr,
                first,
                len,
                old: there(place.machine, addr, first, len).to_vec(),
            };
            watched.push((elements.index, old));
        }
    }

    /// The breakpoints on what an instruction has really done, which has been executed now.
    /// `answer` is the host's, if it was a call of it.
    pub(super) fn changed(
        &self,
        pending: &Pending,
        machine: &Machine,
        answer: Option<&Answer>,
    ) -> Found {
        let mut found = Found::new();
        // What has trapped has touched nothing.
        if matches!(machine.status(), Status::Trapped(_)) {
            return found;
        }
        for (index, old) in &pending.watched {
            if let Some(what) = what(old, machine) {
                found.push((*index, what));
            }
        }
        for (memory, addr, bytes) in answer.iter().flat_map(|answer| &answer.writes) {
            if !pending.host {
                break;
            }
            let len = bytes.len() as u64;
            for watched in self.touching(*memory, *addr, len, true) {
                let (from, len) = overlap(watched, *addr, len);
                let start = (from - addr) as usize;
                let new = &bytes[start..start + len.min(MOST_TOLD) as usize];
                found.push((watched.index, words::written_by_host(from, new)));
            }
        }
        each_once(found)
    }
}

/// What has happened; `None` when nothing has changed.
fn what(old: &Old, machine: &Machine) -> Option<String> {
    let store = machine.store();
    match old {
        Old::Bytes {
            memory,
            addr,
            old,
            writes,
        } => {
            let new = store.memory(*memory).read(*addr, old.len() as u64);
            let new = new.filter(|_| *writes);
            Some(words::touched(*addr, old, new.as_deref()))
        }
        Old::Local {
            depth,
            ty,
            slot,
            old,
        } => words::changed(*old, local_value(machine, *depth, *ty, *slot)),
        Old::Global(addr, old) => words::changed(*old, store.global(*addr).value()),
        Old::Elements {
            table,
            first,
            len,
            old,
        } => {
            let new = there(machine, *table, *first, *len);
            // What does not exist is null, and elements are never taken away.
            let was = |index: usize| old.get(index).copied().unwrap_or(Ref::Null.to_slot());
            let index = (0..new.len()).find(|index| was(*index) != new[*index])?;
            let [old, new] = [was(index), new[index]].map(Ref::from_slot);
            Some(words::element(first.saturating_add(index as u64), old, new))
        }
    }
}

fn local_value(machine: &Machine, depth: usize, ty: ValType, slot: usize) -> Value {
    let slots = machine.frame_slots(depth);
    let at = |slot: usize| slots.get(slot).copied().unwrap_or(0);
    let high = match ty.slots() {
        2 => at(slot + 1),
        _ => 0,
    };
    Value::from_slots(ty, [at(slot), high])
}

/// The elements of a range that exist.
fn there(machine: &Machine, table: TableAddr, first: u64, len: u64) -> &[u64] {
    let table = machine.store().table(table);
    let len = len.min(table.len().saturating_sub(first));
    table.slots(first, len).unwrap_or(&[])
}

/// The bytes of a range that are watched: where they begin, and how many there are.
fn overlap(watched: &Bytes, addr: u64, len: u64) -> (u64, u64) {
    let from = watched.addr.max(addr);
    let end = watched.end().min(addr.saturating_add(len));
    (from, end.saturating_sub(from))
}

fn is_call(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Call(_) | Instr::CallIndirect { .. } | Instr::CallRef(_)
    ) || is_tail_call(instr)
}
