//! Instructions on ranges of memories and tables (sections 4.6.3 and 4.6.4).
//!
//! Each is one step: it checks both ranges first, and changes nothing when it traps.

use super::object::Stop;
use crate::runtime::{Instance, Memory, Ref, Table, Trap, WriteError};
use crate::syntax::{DataIdx, ElemIdx, Instr, MemIdx, TableIdx};
use std::ops::Range;
use std::sync::Arc;

const MEMORY: Trap = Trap::OutOfBoundsMemoryAccess;
const TABLE: Trap = Trap::OutOfBoundsTableAccess;

/// Bytes of an element.
const SLOT: u64 = 8;

/// The operands of a bulk instruction: destination, source or value, and count.
pub(super) type Three = [u64; 3];

/// Where ranges lie.
pub(super) struct Ranges<'a> {
    pub(super) instance: &'a Instance,
    pub(super) memories: &'a mut [Memory],
    pub(super) tables: &'a mut [Table],
    pub(super) datas: &'a [Range<usize>],
    pub(super) elems: &'a [Arc<[u64]>],
}

impl Ranges<'_> {
    /// Executes an instruction, and says how many bytes it has touched.
    pub(super) fn execute(self, instr: &Instr, three: Three) -> Result<u64, Stop> {
        match *instr {
            Instr::MemoryFill(mem) => return Ok(self.memory_fill(mem, three)?),
            Instr::MemoryCopy { dst, src } => return Ok(self.memory_copy(dst, src, three)?),
            Instr::MemoryInit { mem, data } => return self.memory_init(mem, data, three),
            Instr::TableFill(table) => self.table_fill(table, three)?,
            Instr::TableCopy { dst, src } => self.table_copy(dst, src, three)?,
            Instr::TableInit { table, elem } => self.table_init(table, elem, three)?,
            other => unreachable!("{} has no range", other.name()),
        }
        Ok(three[2] * SLOT)
    }

    fn memory_fill(self, mem: MemIdx, [start, value, count]: Three) -> Result<u64, WriteError> {
        let memory = &mut self.memories[self.instance.memories[mem.at()].at()];
        memory.fill(start, count, value as u8)
    }

    fn memory_copy(
        self,
        dst: MemIdx,
        src: MemIdx,
        [to, from, count]: Three,
    ) -> Result<u64, WriteError> {
        let memories = self.memories;
        let dst = self.instance.memories[dst.at()].at();
        let src = self.instance.memories[src.at()].at();
        if dst == src {
            return memories[dst].copy_within(to, from, count);
        }
        let both = memories.get_disjoint_mut([dst, src]);
        let [dst, src] = both.map_err(|_| WriteError::OutOfBounds)?;
        dst.copy(to, (src, from), count)
    }

    fn memory_init(
        self,
        mem: MemIdx,
        data: DataIdx,
        [to, from, count]: Three,
    ) -> Result<u64, Stop> {
        let range = self.datas[self.instance.datas[data.at()].at()].clone();
        let bytes = part(&self.instance.module.bytes[range], from, count).ok_or(MEMORY)?;
        let memory = &mut self.memories[self.instance.memories[mem.at()].at()];
        memory.write(to, bytes)?;
        Ok(count)
    }

    fn table_fill(self, table: TableIdx, [start, value, count]: Three) -> Result<(), Trap> {
        let table = &mut self.tables[self.instance.tables[table.at()].at()];
        table.fill(start, count, Ref::from_slot(value)).ok_or(TABLE)
    }

    fn table_copy(
        self,
        dst: TableIdx,
        src: TableIdx,
        [to, from, count]: Three,
    ) -> Result<(), Trap> {
        let tables = self.tables;
        let dst = self.instance.tables[dst.at()].at();
        let src = self.instance.tables[src.at()].at();
        if dst == src {
            return tables[dst].copy_within(from, to, count).ok_or(TABLE);
        }
        let [dst, src] = tables.get_disjoint_mut([dst, src]).map_err(|_| TABLE)?;
        let slots = src.slots(from, count).ok_or(TABLE)?;
        dst.write(to, slots).ok_or(TABLE)
    }

    fn table_init(
        self,
        table: TableIdx,
        elem: ElemIdx,
        [to, from, count]: Three,
    ) -> Result<(), Trap> {
        let items = &self.elems[self.instance.elems[elem.at()].at()];
        let items = part(items, from, count).ok_or(TABLE)?;
        let table = &mut self.tables[self.instance.tables[table.at()].at()];
        table.write(to, items).ok_or(TABLE)
    }
}

/// A part of a segment; `None` when it is not inside.
pub(super) fn part<T>(all: &[T], start: u64, len: u64) -> Option<&[T]> {
    let start = usize::try_from(start).ok()?;
    let len = usize::try_from(len).ok()?;
    all.get(start..start.checked_add(len)?)
}
