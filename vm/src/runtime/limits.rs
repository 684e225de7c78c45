//! Limits that a program can notice. Every one is a parameter, with one default on
//! all platforms, counted in units that types fix.

use std::collections::BTreeMap;
use std::fmt;

/// What a program may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MachineLimits {
    /// Pages (of 64 KiB) that one memory may have; 4,096, i.e. 256 MiB. A memory with 64-bit
    /// addresses may have more: of a large one, the blocks that are not all zero count, 16 a
    /// page.
    pub memory_pages: u64,
    /// Elements that one table may have; 10,000,000, as browsers allow.
    pub table_elements: u64,
    /// Frames on the call stack; 100,000.
    pub frames: usize,
    /// Slots of 8 bytes on the value stack, locals included; 1,048,576, i.e. 8 MiB.
    pub slots: usize,
    /// Units that objects of the heap may take: one for each object and one for each of its
    /// fields or elements; 16,777,216.
    pub heap: u64,
}

impl Default for MachineLimits {
    fn default() -> Self {
        Self {
            memory_pages: 4_096,
            table_elements: 10_000_000,
            frames: 100_000,
            slots: 1 << 20,
            heap: 1 << 24,
        }
    }
}

impl MachineLimits {
    /// The limits that differ from the usual ones, as links and traces name them.
    #[must_use]
    pub fn changed(&self) -> BTreeMap<String, u64> {
        let named = |limits: &Self| {
            [
                ("memoryPages", limits.memory_pages),
                ("tableElements", limits.table_elements),
                ("frames", limits.frames as u64),
                ("slots", limits.slots as u64),
                ("heap", limits.heap),
            ]
        };
        let changed = named(self).into_iter().zip(named(&Self::default()));
        changed
            .filter(|(now, usual)| now != usual)
            .map(|((name, value), _)| (name.to_owned(), value))
            .collect()
    }
}

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// A memory wants more pages than [`MachineLimits::memory_pages`], or than the
    /// host has.
    Memory,
    /// A table wants more elements than [`MachineLimits::table_elements`], or than
    /// the host has.
    Table,
    /// The host has no memory left for the stack.
    Stack,
    /// The objects of the heap want more units than [`MachineLimits::heap`], or than the
    /// host has.
    Heap,
}

/// Why a memory or table does not grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GrowError {
    /// Its type or the machine's limits forbid it: the program is told −1.
    Limit,
    /// The host has not enough memory: the program is not told, or it would notice on
    /// which machine it runs. The run ends.
    Host,
}

impl Limit {
    /// What was reached, in one word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Table => "table",
            Self::Stack => "stack",
            Self::Heap => "heap",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
