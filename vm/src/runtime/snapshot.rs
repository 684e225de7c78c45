//! Saving a machine and putting it back.
//!
//! A snapshot holds what the program can change and nothing else: no breakpoint, no
//! observer, no selection. Taking one costs what was written since the last one, not
//! the size of memory; [`Clone`] may cost that.

use super::blocks::{BlocksSnapshot, Spare};
use super::memory::range;
use super::shared::Shared;
use super::{
    Call, Frame, Global, HeapSnapshot, Machine, MemAddr, Memory, MemorySnapshot, Status, Table,
    TableAddr,
};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// A saved state of one machine.
#[derive(Clone, Debug)]
pub struct Snapshot {
    last: LastSaved,
    /// The slots that the stack had room for: every frame counts on its own.
    room: usize,
    calls: VecDeque<Call>,
    status: Status,
    steps: u64,
    began: u64,
    held: BTreeMap<u64, u32>,
    globals: Box<[Global]>,
    tables: Box<[BlocksSnapshot<u64>]>,
    memories: Box<[MemorySnapshot]>,
    heap: HeapSnapshot,
    elems: Box<[Arc<[u64]>]>,
    datas: Box<[Range<usize>]>,
}

/// Slots and frames as they were saved last.
#[derive(Clone, Debug, Default)]
pub(super) struct LastSaved {
    stack: Shared<u64>,
    frames: Shared<Frame>,
}

impl Snapshot {
    /// The step that it was taken at.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The frames and the slots of the stack that were there.
    pub(crate) fn heights(&self) -> (usize, usize) {
        (self.last.frames.len(), self.last.stack.len())
    }

    /// The pages that a memory had.
    pub(crate) fn memory_pages(&self, memory: usize) -> u64 {
        self.memories.get(memory).map_or(0, MemorySnapshot::pages)
    }

    /// Bytes of the blocks of a memory that were written since another snapshot was taken of
    /// the machine.
    pub(crate) fn memory_written_since(&self, before: &Self, memory: usize) -> u64 {
        let pair = self.memories.get(memory).zip(before.memories.get(memory));
        pair.map_or(0, |(after, before)| after.written_since(before))
    }

    /// Whether a memory was written between another snapshot of the machine and this one.
    pub(crate) fn wrote_since(&self, before: &Self) -> bool {
        let mut pairs = self.memories.iter().zip(&before.memories);
        pairs.any(|(after, before)| after.wrote_since(before))
    }

    /// Whether nothing was written to a range of a memory between this and a later one; false
    /// as well where that cannot be told. Below likewise.
    pub(crate) fn shares_memory(
        &self,
        later: &Self,
        memory: MemAddr,
        start: u64,
        len: u64,
    ) -> bool {
        let both = self
            .memories
            .get(memory.at())
            .zip(later.memories.get(memory.at()));
        both.is_some_and(|(one, other)| one.shares(other, start, len))
    }

    /// The same of elements of a table.
    pub(crate) fn shares_table(
        &self,
        later: &Self,
        table: TableAddr,
        start: u64,
        len: u64,
    ) -> bool {
        let both = self
            .tables
            .get(table.at())
            .zip(later.tables.get(table.at()));
        let range = range(start, len);
        both.zip(range)
            .is_some_and(|((one, other), range)| one.shares(other, range))
    }

    /// The slots of the stack that nobody has written between this and a later one: those of
    /// frames that wait for the same call in both.
    pub(crate) fn waiting_slots(&self, later: &Self) -> usize {
        let mut slots = 0;
        let both = || self.last.frames.items().zip(later.last.frames.items());
        for ((caller, other_caller), (callee, other_callee)) in both().zip(both().skip(1)) {
            // A call is known by when it was entered, also where tail calls follow it.
            let same_call = caller == other_caller && callee.called == other_callee.called;
            if !same_call || callee.base != other_callee.base {
                break;
            }
            slots = callee.base as usize;
        }
        slots
    }

    /// Whether it is known that none of these bytes of a memory was written between this and
    /// another snapshot of the run, whether they exist or not.
    pub(crate) fn unwritten(&self, other: &Self, memory: MemAddr, addr: u64, len: u64) -> bool {
        let one = self.memories.get(memory.at());
        let pair = one.zip(other.memories.get(memory.at()));
        pair.is_some_and(|(one, other)| one.unwritten(other, addr, len))
    }

    /// About how many bytes it takes, beside the blocks and objects that it shares with
    /// another one.
    #[must_use]
    pub fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let tables = self.tables.iter().enumerate();
        let tables = tables.map(|(index, table)| {
            table.bytes_beside(other.and_then(|other| other.tables.get(index)))
        });
        let memories = self.memories.iter().enumerate();
        let memories = memories.map(|(index, memory)| {
            memory.bytes_beside(other.and_then(|other| other.memories.get(index)))
        });
        size_of::<Self>()
            + self
                .last
                .stack
                .bytes_beside(other.map(|other| &other.last.stack))
            + self
                .last
                .frames
                .bytes_beside(other.map(|other| &other.last.frames))
            + self.held.len() * size_of::<(u64, u32)>()
            + size_of_val(&*self.globals)
            + self.heap.bytes_beside(other.map(|other| &other.heap))
            + size_of_val(&*self.elems)
            + size_of_val(&*self.datas)
            + tables.sum::<usize>()
            + memories.sum::<usize>()
    }
}

impl Machine {
    /// Saves the state, sharing with the snapshot before all blocks of memories and
    /// tables that were not written since.
    pub fn snapshot(&mut self) -> Snapshot {
        self.snapshot_into(&mut Spare::default())
    }

    /// The same, into memory that is ready for it, as far as there is some.
    pub(crate) fn snapshot_into(&mut self, spare: &mut Spare<u8>) -> Snapshot {
        self.last_saved = LastSaved {
            stack: Shared::save(&self.stack[..self.top], &self.last_saved.stack),
            frames: Shared::save(&self.frames, &self.last_saved.frames),
        };
        Snapshot {
            last: self.last_saved.clone(),
            room: self.stack.len(),
            calls: self.calls.clone(),
            status: self.status.clone(),
            steps: self.steps,
            began: self.began,
            held: self.held.clone(),
            globals: self.store.globals.as_slice().into(),
            tables: self.store.tables.iter_mut().map(Table::snapshot).collect(),
            memories: self
                .store
                .memories
                .iter_mut()
                .map(|memory| memory.snapshot_into(spare))
                .collect(),
            heap: self.store.heap.snapshot(),
            elems: self.store.elems.as_slice().into(),
            datas: self.store.datas.as_slice().into(),
        }
    }

    /// Whether the state is the saved one in everything that has a bearing on what comes next:
    /// in all but what only counts steps. `hint` is the block of memory to compare first, and
    /// becomes the one that differs.
    ///
    /// What is likely to differ is compared first; blocks that are shared are not.
    pub(crate) fn is_as(&self, snapshot: &Snapshot, hint: &mut usize) -> bool {
        let same_frame = |(one, other): (&Frame, &Frame)| {
            (one.pc, one.base, one.func, one.instance)
                == (other.pc, other.base, other.func, other.instance)
        };
        let (frames, saved) = (&self.frames, &snapshot.last.frames);
        let (mut tables, mut memories) = (self.store.tables.iter(), self.store.memories.iter());
        frames.len() == saved.len()
            && self.top == snapshot.last.stack.len()
            && saved.is_like(frames, same_frame)
            && snapshot
                .last
                .stack
                .is_like(&self.stack[..self.top], |(one, other)| one == other)
            && self.held == snapshot.held
            && *self.store.globals == *snapshot.globals
            && self.status == snapshot.status
            && self.calls == snapshot.calls
            && *self.store.elems == *snapshot.elems
            && *self.store.datas == *snapshot.datas
            && snapshot.memories.iter().all(|saved| {
                let memory = memories.next();
                memory.is_some_and(|memory| memory.is_as(saved, hint))
            })
            && snapshot.tables.iter().all(|saved| {
                let table = tables.next();
                table.is_some_and(|table| table.is_as(saved, &mut 0))
            })
            && self.store.heap.is_as(&snapshot.heap)
    }

    /// About how many bytes a snapshot would copy now, or make the program copy that it goes
    /// on in: the blocks written since the last one, the stack and the heap. Looks at marks,
    /// not at contents.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        let memories: usize = self.store.memories.iter().map(Memory::unsaved).sum();
        let tables: usize = self.store.tables.iter().map(Table::unsaved).sum();
        memories
            + tables
            + self.top * size_of::<u64>()
            + size_of_val(&*self.frames)
            + size_of_val(&*self.store.globals)
            + self.store.heap.unsaved()
    }

    /// Puts the state back as it was when `snapshot` was taken, which must have been of
    /// this machine or of a clone of it, since the last instantiation.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        self.last_saved = snapshot.last.clone();
        self.top = snapshot.last.stack.len();
        if self.stack.len() < snapshot.room {
            self.stack.resize(snapshot.room, 0);
        }
        let mut at = 0;
        for part in snapshot.last.stack.parts() {
            self.stack[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        self.frames.clear();
        for part in snapshot.last.frames.parts() {
            self.frames.extend_from_slice(part);
        }
        self.calls.clone_from(&snapshot.calls);
        self.status = snapshot.status.clone();
        self.steps = snapshot.steps;
        self.began = snapshot.began;
        self.held.clone_from(&snapshot.held);
        self.store.globals.clear();
        self.store.globals.extend_from_slice(&snapshot.globals);
        for (table, saved) in self.store.tables.iter_mut().zip(&snapshot.tables) {
            table.restore(saved);
        }
        for (memory, saved) in self.store.memories.iter_mut().zip(&snapshot.memories) {
            memory.restore(saved);
        }
        self.store.heap.restore(&snapshot.heap);
        self.store.elems.clear();
        self.store.elems.extend_from_slice(&snapshot.elems);
        self.store.datas.clear();
        self.store.datas.extend_from_slice(&snapshot.datas);
    }
}
