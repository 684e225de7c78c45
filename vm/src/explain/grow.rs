//! Memories and tables that grow, told. Whether there is room is known before.

use super::tale::{Tale, Teller};
use super::words::{count, slot};
use crate::observe::{MemEffect, TableEffect};
use crate::runtime::Value;
use crate::syntax::{MemIdx, TableIdx};

impl Teller<'_> {
    pub(super) fn grow_memory(&self, mem: MemIdx) -> Tale {
        let memory = self.memory_name(mem);
        let more = count(slot(self.popped(0)), "more page");
        let Some(MemEffect::Grow { pages, .. }) = self.record.mem.first() else {
            return Tale::safe("", "");
        };
        let (old, new) = (pages.old, pages.new);
        let after = match self.result() {
            Value::I32(-1) | Value::I64(-1) => format!(
                "Could not give {memory} {more}, so it still has {old}: pushed -1, the sign of \
                 failure."
            ),
            result => {
                format!("Gave {memory} {more}, {new} now, and pushed {result}, the old number.")
            }
        };
        let addr = self.instance.memories[mem.at()];
        let within = self.machine.store().memory(addr);
        let (most, max) = (within.most_pages(), within.ty().limits.max);
        let will = self.growth([old, slot(self.popped(0)), most], max);
        Tale::safe(
            format!("Asks for {more} of {memory}, which has {old}{will}"),
            after,
        )
    }

    /// What comes of growing, from the size that there is, by so many, up to the most.
    fn growth(&self, [old, more, most]: [u64; 3], max: Option<u64>) -> String {
        let what = match max {
            Some(max) if max == most => "the maximum that its type has",
            _ => "the most that there is room for",
        };
        match self.result() {
            Value::I32(-1) | Value::I64(-1) => format!(
                "; {old} + {more} > {most}, {what}, so it stays as it is: will push -1, the sign \
                 of failure."
            ),
            _ => format!(" and may have {most}; will push {old}, the old number."),
        }
    }

    pub(super) fn grow_table(&self, table: TableIdx) -> Tale {
        let within = (self.machine.store()).table(self.instance.tables[table.at()]);
        let (most, max) = (within.most(), within.ty().limits.max);
        let table = self.table_name(table);
        let (init, more) = (self.named(self.popped(0)), slot(self.popped(1)));
        let wanted = more;
        let more = count(more, "more element");
        let Some(TableEffect::Grow { size, .. }) = self.record.table.first() else {
            return Tale::safe("", "");
        };
        let (old, new) = (size.old, size.new);
        let after = match self.result() {
            Value::I32(-1) | Value::I64(-1) => format!(
                "Could not give {table} {more} of {init}, so it still has {old}: pushed -1, the \
                 sign of failure."
            ),
            result => format!(
                "Gave {table} {more}, {init}: it has {new} now. Pushed {result}, the old number."
            ),
        };
        let will = self.growth([old, wanted, most], max);
        Tale::safe(
            format!("Asks for {more} of {table}, each {init}; it has {old}{will}"),
            after,
        )
    }
}
