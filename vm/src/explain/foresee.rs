//! What an instruction will write, where that can be told without executing it: from its
//! operands, what it reads and segments.

use super::words::slot;
use crate::observe::{Bytes, HeapEffect, MemEffect, StepRecord, TableEffect, Values};
use crate::runtime::{Machine, Ref, Value};
use crate::syntax::{DataIdx, ElemIdx, Instr, ObjectInstr, StorageType, VectorAccess};
use crate::view::Place;

/// Whether a step has to do with a memory, a table or an object: most have not, and the page has
/// not loaded the rest of this at first.
#[inline(always)]
pub(super) fn touches(record: &StepRecord) -> bool {
    !(record.mem.is_empty() && record.table.is_empty() && record.heap.is_empty())
}

/// Puts the new values into the effects of the record of the next instruction, which does not
/// trap: as many as there are old ones.
pub(super) fn written(machine: &Machine, record: &mut StepRecord) {
    let Some(place) = Place::innermost(machine) else {
        return;
    };
    let source = Source {
        place: &place,
        pop: &record.pop,
    };
    let read = match record.mem.first() {
        Some(MemEffect::Read { read, .. }) => Some(read.0.clone()),
        _ => None,
    };
    if let Some(MemEffect::Write { old, new, .. }) = record.mem.last_mut()
        && let Some(bytes) = source.bytes(read, old.0.len())
    {
        *new = Bytes(bytes);
    }
    let read = match record.table.first() {
        Some(TableEffect::Read { read, .. }) => Some(read.clone()),
        _ => None,
    };
    if let Some(TableEffect::Write { old, new, .. }) = record.table.last_mut()
        && let Some(values) = source.references(read, old)
    {
        *new = values;
    }
    let read = match record.heap.first() {
        Some(HeapEffect::Read { read, .. }) => Some(read.clone()),
        _ => None,
    };
    if let Some(HeapEffect::Write { old, new, .. }) = record.heap.last_mut()
        && let Some(values) = source.elements(read, old.len())
    {
        *new = values;
    }
}

/// Where what an instruction writes comes from.
struct Source<'a> {
    place: &'a Place<'a>,
    pop: &'a [Value],
}

impl Source<'_> {
    fn operand(&self, index: usize) -> Option<Value> {
        self.pop.get(index).copied()
    }

    /// What of a segment comes from an offset on, the operand of this number.
    fn data(&self, data: DataIdx, offset: usize) -> Option<&[u8]> {
        let addr = *self.place.instance.datas.get(data.at())?;
        let range = self.place.machine.store().datas.get(addr.at())?.clone();
        let start = usize::try_from(slot(self.operand(offset)?)).ok()?;
        self.place.module.bytes.get(range)?.get(start..)
    }

    /// As [`Source::data`], of an element segment.
    fn elem(&self, elem: ElemIdx, offset: usize) -> Option<&[u64]> {
        let addr = *self.place.instance.elems.get(elem.at())?;
        let start = usize::try_from(slot(self.operand(offset)?)).ok()?;
        self.place
            .machine
            .store()
            .elems
            .get(addr.at())?
            .get(start..)
    }

    /// So many bytes that are written into a memory.
    fn bytes(&self, read: Option<Vec<u8>>, count: usize) -> Option<Vec<u8>> {
        let mut bytes = match *self.place.instr {
            Instr::Store(..) => slot(self.operand(1)?).to_le_bytes().to_vec(),
            Instr::VectorMemory(access, _) => {
                let Value::V128(vector) = self.operand(1)? else {
                    return None;
                };
                match access {
                    VectorAccess::StoreLane { op, lane } => {
                        op.operand().lane(vector, lane.into()).to_le_bytes()
                    }
                    _ => vector.to_le_bytes(),
                }
                .to_vec()
            }
            Instr::MemoryFill(_) => vec![slot(self.operand(1)?) as u8; count],
            // All is read before the first is written, also where the two overlap.
            Instr::MemoryCopy { .. } => read?,
            Instr::MemoryInit { data, .. } => self.data(data, 1)?.get(..count)?.to_vec(),
            _ => return None,
        };
        bytes.truncate(count);
        Some(bytes)
    }

    /// The references that are written into a table in the place of these.
    fn references(&self, read: Option<Values>, old: &Values) -> Option<Values> {
        let Value::Ref(ty, _) = *old.first()? else {
            return None;
        };
        let count = old.len();
        let slots: Vec<u64> = match *self.place.instr {
            Instr::TableSet(_) | Instr::TableFill(_) => vec![slot(self.operand(1)?); count],
            Instr::TableCopy { .. } => read?.iter().map(|value| slot(*value)).collect(),
            Instr::TableInit { elem, .. } => self.elem(elem, 1)?.get(..count)?.to_vec(),
            _ => return None,
        };
        let values = slots.into_iter().take(count);
        let values = values.map(|slot| Value::Ref(ty, Ref::from_slot(slot)));
        Some(Values(values.collect()))
    }

    /// So many elements that are written into an array, packed ones as they are stored.
    fn elements(&self, read: Option<Values>, count: usize) -> Option<Values> {
        use ObjectInstr as O;
        let Instr::Object(instr) = *self.place.instr else {
            return None;
        };
        let storage = |ty| self.place.module.types.element(ty).storage;
        let (storage, slots): (StorageType, Vec<[u64; 2]>) = match instr {
            O::ArrayFill(ty) => {
                let slots = self.operand(2)?.to_slots();
                (storage(ty), vec![stored(storage(ty), slots); count])
            }
            O::ArrayCopy { dst, .. } => {
                let slots = read?.iter().map(|value| value.to_slots()).collect();
                (storage(dst), slots)
            }
            O::ArrayInitData { ty, data } => {
                let width = storage(ty).bytes();
                let bytes = self.data(data, 2)?.get(..count.checked_mul(width)?)?;
                (storage(ty), bytes.chunks(width).map(number).collect())
            }
            O::ArrayInitElem { ty, elem } => {
                let slots = self.elem(elem, 2)?.get(..count)?;
                (storage(ty), slots.iter().map(|slot| [*slot, 0]).collect())
            }
            _ => return None,
        };
        let values = slots.into_iter().take(count);
        let values = values.map(|slots| Value::from_slots(storage.unpacked(), slots));
        Some(Values(values.collect()))
    }
}

/// A value as an element keeps it.
fn stored(storage: StorageType, [low, high]: [u64; 2]) -> [u64; 2] {
    match storage {
        StorageType::I8 => [low & 0xff, 0],
        StorageType::I16 => [low & 0xffff, 0],
        _ => [low, high],
    }
}

/// At most 16 bytes as the slots of a number.
fn number(bytes: &[u8]) -> [u64; 2] {
    let mut all = [0; 16];
    for (place, byte) in all.iter_mut().zip(bytes) {
        *place = *byte;
    }
    let value = u128::from_le_bytes(all);
    [value as u64, (value >> 64) as u64]
}
