//! The lines of a trace as they are read: the members of version 1, values as text.
//!
//! Each writes back to the line that it was read from, byte for byte. Members of other names
//! are passed over: a later writer of version 1 may know more.

use crate::view::{number, number_or_none};
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub(super) wasmscope_trace: u32,
    /// What runs.
    pub module: ModuleOf,
    /// The export that is called; none for the start function alone.
    pub invoke: Option<String>,
    /// Its arguments, as `type:text`.
    pub args: Vec<String>,
    /// The limits that are not the usual ones.
    pub limits: BTreeMap<String, u64>,
}

/// A module, wherever its file may lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleOf {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The CRC-32 of the binary module, eight hexadecimal digits.
    pub crc32: String,
}

/// An instruction that was executed. The members are those of a
/// [`StepRecord`](crate::observe::StepRecord).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct Record {
    #[serde(serialize_with = "number", deserialize_with = "whole")]
    pub n: u64,
    pub func: u32,
    pub name: String,
    pub depth: usize,
    pub pc: u32,
    pub offset: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub op: String,
    pub imm: Vec<String>,
    pub pop: Vec<String>,
    pub push: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<VariableOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global: Option<VariableOf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mem: Vec<MemOf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<TableOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<CallOf>,
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub returned: Option<ReturnOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<HostOf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heap: Vec<HeapOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throw: Option<ThrowOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trap: Option<TrapOf>,
}

/// A local or global that was read or set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct VariableOf {
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// What happened in a memory: bytes read, bytes written, or its growth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct MemOf {
    pub mem: u32,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub addr: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub len: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<ChangeOf>,
}

/// What happened in a table: elements read, elements set, or its growth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct TableOf {
    pub table: u32,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub index: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Vec<String>>,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub len: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<ChangeOf>,
}

/// A size before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct ChangeOf {
    #[serde(serialize_with = "number", deserialize_with = "whole")]
    pub old: u64,
    #[serde(serialize_with = "number", deserialize_with = "whole")]
    pub new: u64,
}

/// A branch that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct BranchOf {
    pub label: u32,
    pub target: u32,
}

/// A call of a module's function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct CallOf {
    pub func: u32,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    pub args: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tail: bool,
}

/// A return from a function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct ReturnOf {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    pub results: Vec<String>,
}

/// A call of a function of the host's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct HostOf {
    pub module: String,
    pub name: String,
    pub args: Vec<String>,
    pub results: Vec<String>,
}

/// What happened to an object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct HeapOf {
    pub object: String,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub field: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<Vec<String>>,
    #[serde(
        default,
        deserialize_with = "some_whole",
        serialize_with = "number_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub len: Option<u64>,
}

/// An exception that was thrown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct ThrowOf {
    pub tag: String,
    pub args: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caught: Option<CaughtOf>,
}

/// Where an exception was caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct CaughtOf {
    pub func: u32,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    pub depth: usize,
    pub pc: u32,
}

/// Why an instruction trapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub struct TrapOf {
    pub message: String,
    pub detail: String,
}

/// The last line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Last {
    /// `returned`, `trapped`, `thrown`, `exited`, `fuel` or `limit`.
    pub end: String,
    /// What was returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<String>>,
    /// Why it has trapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trap: Option<TrapOf>,
    /// The exception that nobody has caught.
    #[serde(
        default,
        deserialize_with = "as_it_is",
        skip_serializing_if = "Option::is_none"
    )]
    pub exception: Option<Box<RawValue>>,
    /// What it has exited with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<i32>,
    /// The limit that was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// How many instructions were executed.
    #[serde(serialize_with = "number", deserialize_with = "whole")]
    pub steps: u64,
}

/// A number that [`number`] has written: beyond 2⁵³ the nearest that a `double` holds.
struct Whole;

impl Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, 0 or more")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<u64, E> {
        match value >= 0.0 && value.fract() == 0.0 {
            true => Ok(value as u64),
            false => Err(E::invalid_value(Unexpected::Float(value), &self)),
        }
    }
}

fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    deserializer.deserialize_any(Whole)
}

fn some_whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    whole(deserializer).map(Some)
}

/// A member that is there, be it `null`.
fn as_it_is<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(deserializer).map(Some)
}
