//! The record of one executed instruction, with the members of the trace format.

use super::{HeapEffect, ThrowEffect};
use crate::runtime::{FuncAddr, InstanceAddr, Value};
use crate::syntax::{FuncIdx, Instr};
use crate::view::{TrapView, number, number_or_none};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What one instruction has done.
///
/// A call pops its arguments and pushes nothing; the instruction that returns pops the
/// results and pushes them to the caller. A branch that is taken pops everything above its
/// label's height and pushes what it carries. What an exception carries is popped where it is
/// thrown and told in `throw`; nothing is pushed, wherever it is caught. An instruction that traps has popped its
/// operands here, although the machine keeps them to be looked at; it has no effects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepRecord {
    /// The number of the instruction: that of the state before it.
    #[serde(serialize_with = "number")]
    pub n: u64,
    /// The function's index in its module, imported ones counted.
    pub func: u32,
    /// The function's name.
    pub name: String,
    /// How many frames lie below; 0 is the entry.
    pub depth: usize,
    /// The instruction's index in its function.
    pub pc: u32,
    /// Where it lies in the module's bytes.
    pub offset: u32,
    /// The line of its token, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column of its token, from 1, in UTF-16 units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The file that the line is of, as the compiler called it; `None` for that of the module's
    /// own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// Its name in the text format.
    pub op: &'static str,
    /// Its immediates, by index.
    pub imm: Vec<String>,
    /// The operands that it took, bottom first.
    pub pop: Values,
    /// The values that it put on the stack, bottom first.
    pub push: Values,
    /// The instance, when it is not the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    /// The local that it read or set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<Variable>,
    /// The global that it read or set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global: Option<Variable>,
    /// What it read and wrote in memories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mem: Vec<MemEffect>,
    /// What it read and wrote in tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<TableEffect>,
    /// The branch that it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    /// The function of a module that it called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<CallEffect>,
    /// What it returned from its function.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub returned: Option<ReturnEffect>,
    /// The function of the host that it called, and the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<HostEffect>,
    /// The objects of the heap that it read, set or made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heap: Vec<HeapEffect>,
    /// The exception that it threw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throw: Option<ThrowEffect>,
    /// Why it trapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trap: Option<TrapView>,
    /// The instruction itself; `None` for a call of the host from outside of any function.
    #[serde(skip)]
    pub site: Option<Site>,
}

/// An instruction in the store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// The instance of its function.
    pub instance: InstanceAddr,
    /// The function.
    pub func: FuncIdx,
    /// Its position.
    pub pc: u32,
    /// The instruction.
    pub instr: Instr,
}

/// Values, written as `type:text`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(pub Vec<Value>);

impl std::ops::Deref for Values {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

fn typed(value: &Value) -> String {
    format!("{}:{value}", value.ty())
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(typed))
    }
}

fn value<S: Serializer>(value: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.serialize_str(&typed(value)),
        None => serializer.serialize_none(),
    }
}

/// Bytes, written as lower-case hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl std::fmt::Display for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A local or global: what was read, or what was there and what it was set to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// Which one.
    pub index: u32,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its value, when it was only read.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "value")]
    pub read: Option<Value>,
    /// Its value before it was set.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "value")]
    pub old: Option<Value>,
    /// The value that it was set to.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "value")]
    pub new: Option<Value>,
}

/// What happened in a memory. `len` is the number of bytes touched, told where not all of
/// them are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub enum MemEffect {
    /// Bytes were read.
    Read {
        mem: u32,
        #[serde(serialize_with = "number")]
        addr: u64,
        read: Bytes,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
    /// Bytes were written.
    Write {
        mem: u32,
        #[serde(serialize_with = "number")]
        addr: u64,
        old: Bytes,
        new: Bytes,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
    /// It has grown, or has not; sizes in pages.
    Grow { mem: u32, pages: Change },
}

/// What happened in a table. `len` is the number of elements touched, told where not all
/// of them are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub enum TableEffect {
    /// Elements were read.
    Read {
        table: u32,
        #[serde(serialize_with = "number")]
        index: u64,
        read: Values,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
    /// Elements were set.
    Write {
        table: u32,
        #[serde(serialize_with = "number")]
        index: u64,
        old: Values,
        new: Values,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
    /// It has grown, or has not; sizes in elements.
    Grow { table: u32, size: Change },
}

/// A size before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Before.
    #[serde(serialize_with = "number")]
    pub old: u64,
    /// After.
    #[serde(serialize_with = "number")]
    pub new: u64,
}

/// A branch that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// How many labels out.
    pub label: u32,
    /// The pc where execution goes on; the final `end` when it is the function's own
    /// label, and the function returns.
    pub target: u32,
}

/// A call of a module's function.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CallEffect {
    /// Its index in its own module.
    pub func: u32,
    /// Its name.
    pub name: String,
    /// Its instance, when it is not the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    /// The arguments.
    pub args: Values,
    /// Whether its frame takes the place of the caller's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tail: bool,
    /// Where it is in the store.
    #[serde(skip)]
    pub addr: FuncAddr,
}

/// A return from a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReturnEffect {
    /// The caller's name; absent when the outermost function has returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The results.
    pub results: Values,
}

/// A call of a function of the host's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HostEffect {
    /// The module that it was imported from.
    pub module: Arc<str>,
    /// Its name there.
    pub name: Arc<str>,
    /// The arguments.
    pub args: Values,
    /// What the host has answered.
    pub results: Values,
    /// How many results its function has.
    #[serde(skip)]
    pub result_count: usize,
}
