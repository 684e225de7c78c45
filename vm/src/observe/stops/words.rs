//! What has happened at a watch, in words.

use super::Event;
use crate::runtime::{Machine, Ref, Status, Value};
use crate::syntax::{FuncIdx, LocalNames, Module};
use crate::view::failure;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// `4 → 5`; `None` when it is the same value, bit for bit.
pub(super) fn changed(old: Value, new: Value) -> Option<String> {
    (old.to_slots() != new.to_slots()).then(|| format!("{old} → {new}"))
}

/// `element 3: null → func 1`
pub(super) fn element(index: u64, old: Ref, new: Ref) -> String {
    format!("element {index}: {old} → {new}")
}

/// `0x40: 07 → 08`, or `0x40: 07` where nothing was written.
pub(super) fn touched(addr: u64, old: &[u8], new: Option<&[u8]>) -> String {
    let mut text = format!("0x{addr:x}:");
    hex(&mut text, old);
    if let Some(new) = new {
        text.push_str(" →");
        hex(&mut text, new);
    }
    text
}

/// `0x40: 08, by the host`
pub(super) fn written_by_host(addr: u64, new: &[u8]) -> String {
    touched(addr, new, None) + ", by the host"
}

fn hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, " {byte:02x}");
    }
}

/// Why the run has ended: the trap in its numbers.
pub(super) fn ended(machine: &Machine) -> String {
    match machine.status() {
        Status::Trapped(trap) => match failure(machine) {
            Some(failure) => format!("{}: {}", trap.message(), failure.detail),
            None => trap.message().to_owned(),
        },
        Status::Thrown(exception) => format!("uncaught {exception}"),
        _ => String::new(),
    }
}

/// A name as the text format writes it, or the index.
fn named(names: &BTreeMap<u32, Arc<str>>, index: u32) -> String {
    names
        .get(&index)
        .map_or_else(|| index.to_string(), |name| format!("${name}"))
}

impl Event {
    /// What a breakpoint waits for, in words: `entry of $fib`, `$i of $fib`,
    /// `write of 4 bytes at 0x40`.
    #[must_use]
    pub fn words(&self, module: &Module) -> String {
        let names = &module.names;
        let func = |func: FuncIdx| named(&names.funcs, func.0);
        match self {
            Self::Instruction { func: index, pc } => {
                let code = module.code_of(*index);
                let instr = code.and_then(|code| code.instrs.get(*pc as usize));
                instr.map_or("end", |instr| instr.name()).to_owned()
            }
            Self::Entry(index) => format!("entry of {}", func(*index)),
            Self::Exit(index) => format!("exit of {}", func(*index)),
            Self::Opcode(name) => format!("every {name}"),
            Self::HostCall { module, name } => {
                let part = |part: &Option<String>| part.as_deref().unwrap_or("*").to_owned();
                format!("host call {}.{}", part(module), part(name))
            }
            Self::Trap => "trap".to_owned(),
            Self::Memory {
                mem,
                addr,
                len,
                access,
            } => {
                let memory = match mem.0 {
                    0 => String::new(),
                    index => format!(" in memory {}", named(&names.memories, index)),
                };
                let bytes = if *len == 1 { "byte" } else { "bytes" };
                format!("{} of {len} {bytes} at 0x{addr:x}{memory}", access.name())
            }
            Self::Local { func: index, local } => {
                let none = LocalNames::new();
                let locals = names.locals.get(&index.0).unwrap_or(&none);
                format!("local {} of {}", named(locals, local.0), func(*index))
            }
            Self::Global(global) => format!("global {}", named(&names.globals, global.0)),
            Self::Table { table, index, len } => {
                let table = named(&names.tables, table.0);
                match len {
                    1 => format!("table {table}, element {index}"),
                    _ => format!("table {table}, {len} elements from {index}"),
                }
            }
        }
    }
}

impl super::Access {
    /// The word for it, also in the JavaScript interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Any => "access",
        }
    }
}
