//! Where values lie, as ranges of places that are counted alike everywhere.

use crate::runtime::{GlobalAddr, MemAddr, TableAddr};

/// What places are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// Slots of the machine's stack: locals and operands of all frames.
    Stack,
    /// Slots of globals, two for each: global 3 begins at 6.
    Globals,
    /// Bytes of a memory.
    Memory(MemAddr),
    /// Elements of a table.
    Table(TableAddr),
    /// Fields of a structure or elements of an array, by the object's number; of an exception
    /// the slots of what it carries.
    Object(u64),
}

impl Space {
    /// Where a global begins.
    pub(super) fn global(addr: GlobalAddr, len: u64) -> Span {
        Span::new(Self::Globals, u64::from(addr.0) * 2, len)
    }
}

/// A range of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Of what.
    pub space: Space,
    /// The first one.
    pub start: u64,
    /// How many.
    pub len: u64,
}

impl Span {
    pub(super) fn new(space: Space, start: u64, len: u64) -> Self {
        Self { space, start, len }
    }

    pub(super) fn stack(start: usize, len: usize) -> Self {
        Self::new(Space::Stack, start as u64, len as u64)
    }

    /// One past the last place.
    pub(super) fn end(self) -> u64 {
        self.start.saturating_add(self.len)
    }

    /// What two ranges have in common; `None` when that is nothing.
    pub(super) fn common(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let end = self.end().min(other.end());
        (self.space == other.space && start < end)
            .then(|| Self::new(self.space, start, end - start))
    }

    /// Whether it holds all of another range.
    pub(super) fn holds(self, other: Self) -> bool {
        self.common(other) == Some(other)
    }

    /// What lies before and after a part of it.
    pub(super) fn around(self, part: Self) -> impl Iterator<Item = Self> {
        let before = Self::new(self.space, self.start, part.start - self.start);
        let after = Self::new(self.space, part.end(), self.end() - part.end());
        [before, after].into_iter().filter(|rest| rest.len > 0)
    }

    /// The place of a part of it in an equally long range that it is a copy of.
    pub(super) fn source(self, part: Self, from: Self) -> Self {
        Self::new(from.space, from.start + (part.start - self.start), part.len)
    }
}
