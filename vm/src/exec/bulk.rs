//! Instructions on ranges of memories and tables (sections 4.4.7 and 4.4.8).
//!
//! Each is one step: it checks both ranges first, and changes nothing when it traps.

use crate::runtime::{Instance, Memory, Ref, Table, Trap};
use crate::syntax::{DataIdx, ElemIdx, MemIdx, TableIdx};
use std::ops::Range;
use std::sync::Arc;

const MEMORY: Trap = Trap::OutOfBoundsMemoryAccess;
const TABLE: Trap = Trap::OutOfBoundsTableAccess;

/// The operands of a bulk instruction: destination, source or value, and count.
pub(super) type Three = [u64; 3];

pub(super) fn memory_fill(
    memories: &mut [Memory],
    instance: &Instance,
    mem: MemIdx,
    [start, value, count]: Three,
) -> Result<(), Trap> {
    let memory = &mut memories[instance.memories[mem.at()].at()];
    memory.write(start, count).ok_or(MEMORY)?.fill(value as u8);
    Ok(())
}

pub(super) fn memory_copy(
    memories: &mut [Memory],
    instance: &Instance,
    dst: MemIdx,
    src: MemIdx,
    [to, from, count]: Three,
) -> Result<(), Trap> {
    let dst = instance.memories[dst.at()].at();
    let src = instance.memories[src.at()].at();
    if dst == src {
        return memories[dst].copy_within(from, to, count).ok_or(MEMORY);
    }
    let [dst, src] = memories.get_disjoint_mut([dst, src]).map_err(|_| MEMORY)?;
    let bytes = src.read(from, count).ok_or(MEMORY)?;
    dst.write(to, count).ok_or(MEMORY)?.copy_from_slice(bytes);
    Ok(())
}

pub(super) fn memory_init(
    memories: &mut [Memory],
    datas: &[Range<usize>],
    instance: &Instance,
    mem: MemIdx,
    data: DataIdx,
    [to, from, count]: Three,
) -> Result<(), Trap> {
    let range = datas[instance.datas[data.at()].at()].clone();
    let bytes = &instance.module.bytes[range];
    let end = from.checked_add(count).ok_or(MEMORY)?;
    let bytes = usize::try_from(from)
        .ok()
        .zip(usize::try_from(end).ok())
        .and_then(|(from, end)| bytes.get(from..end))
        .ok_or(MEMORY)?;
    let memory = &mut memories[instance.memories[mem.at()].at()];
    memory
        .write(to, count)
        .ok_or(MEMORY)?
        .copy_from_slice(bytes);
    Ok(())
}

pub(super) fn table_fill(
    tables: &mut [Table],
    instance: &Instance,
    table: TableIdx,
    [start, value, count]: Three,
) -> Result<(), Trap> {
    let table = &mut tables[instance.tables[table.at()].at()];
    table.fill(start, count, Ref::from_slot(value)).ok_or(TABLE)
}

pub(super) fn table_copy(
    tables: &mut [Table],
    instance: &Instance,
    dst: TableIdx,
    src: TableIdx,
    [to, from, count]: Three,
) -> Result<(), Trap> {
    let dst = instance.tables[dst.at()].at();
    let src = instance.tables[src.at()].at();
    if dst == src {
        return tables[dst].copy_within(from, to, count).ok_or(TABLE);
    }
    let [dst, src] = tables.get_disjoint_mut([dst, src]).map_err(|_| TABLE)?;
    let slots = src.slots(from, count).ok_or(TABLE)?;
    dst.write(to, slots).ok_or(TABLE)
}

pub(super) fn table_init(
    tables: &mut [Table],
    elems: &[Arc<[u64]>],
    instance: &Instance,
    table: TableIdx,
    elem: ElemIdx,
    [to, from, count]: Three,
) -> Result<(), Trap> {
    let items = &elems[instance.elems[elem.at()].at()];
    let end = from.checked_add(count).ok_or(TABLE)?;
    let items = usize::try_from(from)
        .ok()
        .zip(usize::try_from(end).ok())
        .and_then(|(from, end)| items.get(from..end))
        .ok_or(TABLE)?;
    let table = &mut tables[instance.tables[table.at()].at()];
    table.write(to, items).ok_or(TABLE)
}
