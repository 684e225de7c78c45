//! A trace as text for people.

use super::quick::plain;
use crate::observe::{Branch, Bytes, MemEffect, Site, StepRecord, TableEffect, Values};
use crate::runtime::{InstanceAddr, Machine};
use crate::syntax::FuncIdx;
use crate::view::instr_text;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// Most bytes of a write that are shown on each side.
const MOST_BYTES: usize = 16;

/// Writes records as lines: frames indented, calls and returns announced.
///
/// It may begin in the middle of a run and be given some records only: a frame whose call it
/// was not given is announced when it is first met.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The functions of the frames that were announced, outermost first; `None` for a frame
    /// that no line was written for.
    frames: Vec<Option<(u32, u32)>>,
    /// The line of a source that the last step came from.
    line: Option<(Arc<str>, u32)>,
    /// Instructions as they were written before, as wide as their column.
    known: HashMap<(InstanceAddr, FuncIdx, u32), Box<str>>,
}

impl Text {
    /// The lines for a step, each with its line break. `machine` is one that has the store
    /// of the run; what it stands at does not matter.
    pub fn lines(&mut self, record: &StepRecord, machine: &Machine) -> String {
        let mut text = String::new();
        self.write(&mut text, record, machine);
        text
    }

    /// Writes the lines for a step behind a text.
    pub(super) fn write(&mut self, text: &mut String, record: &StepRecord, machine: &Machine) {
        self.meet(text, record);
        self.origin(text, record);
        indent(text, record.depth + 1);
        let _ = write!(text, "{:#06x}  ", record.offset);
        match &record.site {
            Some(site) => text.push_str(self.instruction(machine, site)),
            None => text.push_str(&column(record.op)),
        }
        text.push(' ');
        list(text, &record.pop);
        text.push_str(" → ");
        list(text, &record.push);
        effects(text, record, machine);
        text.push('\n');
        self.announce(text, record);
    }

    /// An instruction as wide as its column. It is the same each time.
    fn instruction(&mut self, machine: &Machine, site: &Site) -> &str {
        let key = (site.instance, site.func, site.pc);
        let known = self.known.entry(key);
        known.or_insert_with(|| column(&instruction(machine, site)).into())
    }

    /// Announces the frame of a record, if it was not.
    fn meet(&mut self, text: &mut String, record: &StepRecord) {
        let here = Some((record.inst.unwrap_or(0), record.func));
        self.frames.resize(record.depth + 1, None);
        if self.frames[record.depth] != here {
            indent(text, record.depth);
            let _ = writeln!(text, "in {}", record.name);
            self.frames[record.depth] = here;
        }
    }

    /// Says the line of the source that a record's instruction was compiled from, if it is
    /// another one than before.
    fn origin(&mut self, text: &mut String, record: &StepRecord) {
        if let (Some(file), Some(line)) = (&record.file, record.line) {
            let is_same = |known: &(Arc<str>, u32)| known.0 == *file && known.1 == line;
            if !self.line.as_ref().is_some_and(is_same) {
                indent(text, record.depth + 1);
                let _ = writeln!(text, "{file}:{line}");
                self.line = Some((Arc::clone(file), line));
            }
        }
    }

    /// Announces the frame that is made or gone.
    fn announce(&mut self, text: &mut String, record: &StepRecord) {
        if let Some(returned) = &record.returned {
            indent(text, record.depth);
            self.line = None;
            announced(text, "←", &record.name, &returned.results);
            self.frames.truncate(record.depth);
        }
        if let Some(call) = &record.call {
            let depth = record.depth + usize::from(!call.tail);
            indent(text, depth);
            self.line = None;
            announced(text, "→", &call.name, &call.args);
            self.frames.resize(depth + 1, None);
            self.frames[depth] = Some((call.inst.unwrap_or(0), call.func));
        }
    }
}

/// What a step does beside the stack, behind it on its line.
fn effects(text: &mut String, record: &StepRecord, machine: &Machine) {
    if let (Some(branch), Some(site)) = (record.branch, record.site) {
        let _ = write!(text, "  · {}", target(machine, &site, branch));
    }
    for variable in [("local", &record.local), ("global", &record.global)] {
        if let (kind, Some(variable)) = variable
            && let (Some(old), Some(new)) = (variable.old, variable.new)
        {
            let name = match &variable.name {
                Some(name) => format!("${name}"),
                None => format!("{kind} {}", variable.index),
            };
            let _ = write!(text, "  · {name} {old} → {new}");
        }
    }
    for effect in &record.mem {
        memory(text, effect);
    }
    for effect in &record.table {
        table(text, effect);
    }
    if let Some(host) = &record.host {
        let _ = write!(text, "  · host {}.{} ", host.module, host.name);
        list(text, &host.args);
        text.push_str(" → ");
        list(text, &host.results);
    }
    if let Some(throw) = &record.throw {
        let _ = write!(text, "  · throws {} ", throw.tag);
        list(text, &throw.args);
    }
    if let Some(trap) = &record.trap {
        let _ = write!(text, "  · trap: {}", trap.message);
        if !trap.detail.is_empty() {
            let _ = write!(text, ": {}", trap.detail);
        }
    }
}

fn instruction(machine: &Machine, site: &Site) -> String {
    let module = &machine.store().instance(site.instance).module;
    match module.code_of(site.func) {
        Some(code) => instr_text(module, code, site.pc),
        None => site.instr.name().to_owned(),
    }
}

fn target(machine: &Machine, site: &Site, branch: Branch) -> String {
    let module = &machine.store().instance(site.instance).module;
    let code = module.code_of(site.func);
    let offset = code.and_then(|code| code.offsets.get(branch.target as usize));
    match offset {
        Some(offset) => format!("branch to {offset:#06x}"),
        None => format!("branch to label {}", branch.label),
    }
}

fn memory(text: &mut String, effect: &MemEffect) {
    let _ = match effect {
        MemEffect::Read { .. } => Ok(()),
        MemEffect::Write {
            mem,
            addr,
            old,
            new,
            len,
        } => {
            let bytes = len.unwrap_or(new.0.len() as u64);
            let [old, new] = [old, new].map(some);
            write!(
                text,
                "  · memory {mem} at {addr:#x}, {bytes} bytes: {old} → {new}"
            )
        }
        MemEffect::Grow { mem, pages } if pages.old == pages.new => {
            write!(text, "  · memory {mem} stays at {} pages", pages.old)
        }
        MemEffect::Grow { mem, pages } => {
            write!(
                text,
                "  · memory {mem} grows from {} to {} pages",
                pages.old, pages.new
            )
        }
    };
}

fn table(text: &mut String, effect: &TableEffect) {
    let _ = match effect {
        TableEffect::Read { .. } => Ok(()),
        TableEffect::Write {
            table,
            index,
            old,
            new,
            ..
        } => {
            let _ = write!(text, "  · table {table} at {index}: ");
            list(text, old);
            text.push_str(" → ");
            list(text, new);
            Ok(())
        }
        TableEffect::Grow { table, size } => {
            write!(
                text,
                "  · table {table} of {} elements, now {}",
                size.old, size.new
            )
        }
    };
}

/// Bytes in hexadecimal, the first ones when there are many.
fn some(bytes: &Bytes) -> String {
    match bytes.0.get(..MOST_BYTES) {
        Some(first) if first.len() < bytes.0.len() => format!("{}…", Bytes(first.to_vec())),
        _ => bytes.to_string(),
    }
}

/// `[5, 7]`
fn list(text: &mut String, values: &Values) {
    text.push('[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        plain(text, value);
    }
    text.push(']');
}

/// `→ fact [5]`, on a line of its own.
fn announced(text: &mut String, arrow: &str, name: &str, values: &Values) {
    let _ = write!(text, "{arrow} {name} ");
    list(text, values);
    text.push('\n');
}

/// An instruction as wide as its column.
fn column(name: &str) -> String {
    format!("{name:<22}")
}

fn indent(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n("  ", depth));
}
