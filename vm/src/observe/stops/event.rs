//! What breakpoints are made of.

use super::super::condition::{Condition, Message};
use crate::syntax::{FuncIdx, GlobalIdx, LocalIdx, MemIdx, TableIdx};

/// What a breakpoint waits for. Indices are those of the module that the breakpoint is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An instruction is about to be executed.
    Instruction {
        /// Its function.
        func: FuncIdx,
        /// Its position there.
        pc: u32,
    },
    /// A function has been entered, and its first instruction is next.
    Entry(FuncIdx),
    /// A function is about to be left: by its end, `return`, a branch to its label, a tail
    /// call or an exception.
    Exit(FuncIdx),
    /// An instruction of this name is about to be executed, in any function.
    Opcode(String),
    /// A function of the host is about to be called.
    HostCall {
        /// The module that it is imported from; `None` for any.
        module: Option<String>,
        /// Its name there; `None` for any.
        name: Option<String>,
    },
    /// An instruction has trapped, or has thrown an exception that nobody handles.
    Trap,
    /// Bytes have been read or written, whether they exist yet or not.
    Memory {
        /// The memory.
        mem: MemIdx,
        /// The address of the first byte.
        addr: u64,
        /// How many bytes.
        len: u64,
        /// What is done to them.
        access: Access,
    },
    /// A local has been set to another value.
    Local {
        /// The function that it is a local of.
        func: FuncIdx,
        /// The local.
        local: LocalIdx,
    },
    /// A global has been set to another value.
    Global(GlobalIdx),
    /// Elements of a table have been set to other references.
    Table {
        /// The table.
        table: TableIdx,
        /// The index of the first element.
        index: u64,
        /// How many elements.
        len: u64,
    },
}

/// What is done to bytes of a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// They are read.
    Read,
    /// They are written, with the same bytes or with others.
    Write,
    /// Either.
    Any,
}

impl Event {
    /// Whether it is about data, so that a run stops after the instruction and not before.
    #[must_use]
    pub fn is_watch(&self) -> bool {
        matches!(
            self,
            Self::Memory { .. } | Self::Local { .. } | Self::Global(_) | Self::Table { .. }
        )
    }

    /// The function whose locals a condition can name, where it is always the same.
    #[must_use]
    pub fn func(&self) -> Option<FuncIdx> {
        match self {
            Self::Instruction { func, .. } | Self::Entry(func) | Self::Local { func, .. } => {
                Some(*func)
            }
            // An exception that leaves it may be thrown in another one.
            _ => None,
        }
    }
}

/// A breakpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakpoint {
    /// The module that the event's indices are of: 0 is that of the main instance, others are
    /// numbers that [`Stops::set_instances`](super::Stops::set_instances) gives a meaning.
    pub module: u32,
    /// What it waits for.
    pub event: Event,
    /// What has to hold as well.
    pub condition: Option<Condition>,
    /// From which hit on it stops, or logs; 0 and 1 are every one.
    pub hits: u64,
    /// What is written in place of stopping.
    pub log: Option<Message>,
    /// Whether it is removed when a movement stops at it.
    pub once: bool,
    /// Whether it does anything at all.
    pub enabled: bool,
}

impl From<Event> for Breakpoint {
    /// One that stops every time.
    fn from(event: Event) -> Self {
        Self {
            module: 0,
            event,
            condition: None,
            hits: 0,
            log: None,
            once: false,
            enabled: true,
        }
    }
}
