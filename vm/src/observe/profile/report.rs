//! A profile as tables.

use super::Profiler;
use super::body::Body;
use super::calls::Chain;
use crate::load;
use crate::runtime::{Func, FuncAddr, Machine};
use crate::syntax::{Code, Instr, OriginFile};
use crate::view::Lens;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// What was counted. Rows with the largest counts come first, and nothing is told that was
/// not executed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Instructions executed.
    pub instructions: u64,
    /// Calls of functions of modules and of the host.
    pub calls: u64,
    /// Most frames at once.
    pub deepest: usize,
    /// The memories, in order of their addresses in the store.
    pub memories: Vec<MemoryRow>,
    /// By function.
    pub functions: Vec<FuncRow>,
    /// By instruction.
    pub opcodes: Vec<OpRow>,
    /// By loop; what an inner one executes counts for the outer one too.
    pub loops: Vec<LoopRow>,
    /// By line of the source.
    pub lines: Vec<LineRow>,
    /// By line of the files that the modules were compiled from, for what has no text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<OriginRow>,
    /// Instructions by chain of callers, outermost first, with `;` between: the folded form
    /// that flame graphs are drawn from.
    #[serde(skip)]
    pub folded: String,
}

/// A memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MemoryRow {
    /// Pages at the beginning.
    pub pages: u64,
    /// Pages at the end.
    pub grown: u64,
    /// Bytes of the blocks of 4 KiB that were written, each counted once.
    pub written: u64,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FuncRow {
    /// Its name.
    pub name: String,
    /// Its index in its module; of a function of the host, that in the store.
    pub func: u32,
    /// Its instance, when it is not the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    /// How often it was called.
    pub calls: u64,
    /// Instructions executed in itself.
    pub own: u64,
    /// Those, and the ones of what it called.
    pub total: u64,
}

/// An instruction of the text format, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpRow {
    /// Its name.
    pub op: &'static str,
    /// How often it was executed.
    pub count: u64,
}

/// A loop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoopRow {
    /// The name of its function.
    pub name: String,
    /// The pc of its `loop` instruction.
    pub pc: u32,
    /// Where that lies in the module's bytes.
    pub offset: u32,
    /// Its line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The file that the line is of, as the compiler called it; `None` for that of the module's
    /// own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// How often its beginning was passed.
    pub passes: u64,
    /// Instructions executed inside, with those of inner loops, without those of calls.
    pub count: u64,
}

/// A line of the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineRow {
    /// Its number, from 1.
    pub line: u32,
    /// Instructions executed whose tokens stand there.
    pub count: u64,
}

/// A line of a file that a module was compiled from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OriginRow {
    /// The file's path, as the compiler called it.
    #[serde(serialize_with = "path")]
    pub file: Arc<OriginFile>,
    /// The line's number, from 1.
    pub line: u32,
    /// Instructions executed that were compiled from it.
    pub count: u64,
}

fn path<S: Serializer>(file: &Arc<OriginFile>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&file.path)
}

impl Report {
    /// As the command and the page write it.
    #[must_use]
    pub fn json(&self) -> String {
        // Strings, numbers and lists of them can be written always.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Profiler {
    /// What was counted up to now. `machine` is the one that was run.
    #[must_use]
    pub fn report(&self, machine: &mut Machine, lens: Lens<'_>) -> Report {
        let now = machine.snapshot();
        let memories = machine.store().memories.iter().enumerate();
        let memories = memories.map(|(index, memory)| MemoryRow {
            pages: self.first.memory_pages(index),
            grown: memory.pages(),
            written: now.memory_written_since(&self.first, index),
        });
        let mut tables = Tables::new(machine, lens);
        for (index, body) in self.bodies.iter().enumerate() {
            tables.add(FuncAddr(index as u32), body);
        }
        let functions = self.functions(&tables);
        Report {
            instructions: tables.instructions,
            calls: functions.iter().map(|row| row.calls).sum(),
            deepest: self.calls.deepest,
            memories: memories.collect(),
            folded: self.folded(&tables),
            functions,
            opcodes: tables.opcodes(),
            loops: tables.loops,
            lines: tables
                .lines
                .into_iter()
                .map(|(line, count)| LineRow { line, count })
                .collect(),
            origins: tables
                .origins
                .into_iter()
                .map(|((file, line), count)| OriginRow { file, line, count })
                .collect(),
        }
        .sorted()
    }

    fn functions(&self, tables: &Tables<'_>) -> Vec<FuncRow> {
        let mut rows: BTreeMap<FuncAddr, FuncRow> = BTreeMap::new();
        for (chain, total) in self.calls.chains.iter().zip(self.totals()) {
            let row = rows
                .entry(chain.func)
                .or_insert_with(|| tables.row(chain.func));
            row.calls += chain.calls;
            row.own += chain.spent;
            row.total += if chain.is_outermost { total } else { 0 };
        }
        for (func, calls) in &self.calls.hosts {
            rows.entry(*func).or_insert_with(|| tables.row(*func)).calls += calls;
        }
        rows.into_values().collect()
    }

    /// Instructions of each chain and of all that it called.
    fn totals(&self) -> Vec<u64> {
        let chains = &self.calls.chains;
        let mut totals: Vec<u64> = chains.iter().map(|chain| chain.spent).collect();
        for (index, chain) in chains.iter().enumerate().rev() {
            if chain.caller != index {
                totals[chain.caller] += totals[index];
            }
        }
        totals
    }

    fn folded(&self, tables: &Tables<'_>) -> String {
        let mut names: BTreeMap<FuncAddr, String> = BTreeMap::new();
        let mut text = String::new();
        for (index, chain) in self.calls.chains.iter().enumerate() {
            if chain.spent == 0 {
                continue;
            }
            let mut words = Vec::new();
            let (mut at, mut next): (usize, &Chain) = (index, chain);
            loop {
                let name = || tables.row(next.func).name.replace([';', ' '], "_");
                words.push(names.entry(next.func).or_insert_with(name).clone());
                if next.caller == at {
                    break;
                }
                at = next.caller;
                next = &self.calls.chains[at];
            }
            words.reverse();
            let _ = writeln!(text, "{} {}", words.join(";"), chain.spent);
        }
        text
    }
}

/// Rows that are being summed up.
struct Tables<'a> {
    machine: &'a Machine,
    lens: Lens<'a>,
    instructions: u64,
    by_op: BTreeMap<&'static str, u64>,
    loops: Vec<LoopRow>,
    lines: BTreeMap<u32, u64>,
    origins: BTreeMap<(Arc<OriginFile>, u32), u64>,
}

impl<'a> Tables<'a> {
    fn new(machine: &'a Machine, lens: Lens<'a>) -> Self {
        Self {
            machine,
            lens,
            instructions: 0,
            by_op: BTreeMap::new(),
            loops: Vec::new(),
            lines: BTreeMap::new(),
            origins: BTreeMap::new(),
        }
    }

    /// Adds the counts of a function's instructions.
    fn add(&mut self, addr: FuncAddr, body: &Body) {
        let Func::Wasm {
            instance, index, ..
        } = self.machine.store().func(addr)
        else {
            return;
        };
        let Some(code) = self.machine.store().code(addr) else {
            return;
        };
        let Some(counts) = body.counts(code.instrs.len()) else {
            return;
        };
        let module = Arc::clone(&self.machine.store().instance(*instance).module);
        let line = |pc: usize| {
            let position = self.lens.position(self.machine, &module, *index, pc as u32);
            position.map(|(line, _)| line)
        };
        let known = load::origins(&module);
        let origin = |pc: usize| known?.at(*code.offsets.get(pc)?);
        let rows = loops(code)
            .into_iter()
            .filter(|(header, _)| counts[*header] > 0);
        let rows = rows.map(|(header, end)| {
            // A loop's own instruction may come from nowhere, and one in it from a line.
            let origin = match line(header) {
                Some(_) => None,
                None => (header..=end).find_map(origin),
            };
            LoopRow {
                name: module.func_name(*index),
                pc: header as u32,
                offset: code.offsets.get(header).copied().unwrap_or_default(),
                line: line(header).or_else(|| Some(origin.as_ref()?.line)),
                file: origin.map(|origin| Arc::clone(&origin.file.path)),
                passes: counts[header],
                count: counts[header..=end].iter().sum(),
            }
        });
        self.loops.extend(rows);
        for (pc, (instr, count)) in code.instrs.iter().zip(&counts).enumerate() {
            if *count == 0 {
                continue;
            }
            self.instructions += count;
            *self.by_op.entry(instr.name()).or_default() += count;
            if let Some(line) = line(pc) {
                *self.lines.entry(line).or_default() += count;
            } else if let Some(origin) = origin(pc) {
                let line = (origin.file, origin.line);
                *self.origins.entry(line).or_default() += count;
            }
        }
    }

    fn opcodes(&self) -> Vec<OpRow> {
        let rows = self.by_op.iter();
        rows.map(|(op, count)| OpRow { op, count: *count })
            .collect()
    }

    /// The row of a function, with nothing counted yet.
    fn row(&self, addr: FuncAddr) -> FuncRow {
        let (name, func, inst) = match self.machine.store().func(addr) {
            Func::Wasm {
                instance, index, ..
            } => {
                let module = &self.machine.store().instance(*instance).module;
                (
                    module.func_name(*index),
                    index.0,
                    self.lens.other(*instance),
                )
            }
            Func::Host { module, name, .. } => (format!("{module}.{name}"), addr.0, None),
        };
        FuncRow {
            name,
            func,
            inst,
            calls: 0,
            own: 0,
            total: 0,
        }
    }
}

/// The pcs of each loop and of its `end`.
fn loops(code: &Code) -> Vec<(usize, usize)> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for (pc, instr) in code.instrs.iter().enumerate() {
        match instr {
            Instr::Block(_) | Instr::If { .. } | Instr::TryTable { .. } => open.push(None),
            Instr::Loop(_) => open.push(Some(pc)),
            Instr::End => {
                if let Some(Some(header)) = open.pop() {
                    found.push((header, pc));
                }
            }
            _ => {}
        }
    }
    found
}

impl Report {
    fn sorted(mut self) -> Self {
        largest_first(&mut self.functions, |row| (row.own, row.total, row.calls));
        largest_first(&mut self.opcodes, |row| (row.count, 0, 0));
        largest_first(&mut self.loops, |row| (row.count, 0, 0));
        largest_first(&mut self.lines, |row| (row.count, 0, 0));
        largest_first(&mut self.origins, |row| (row.count, 0, 0));
        self
    }
}

/// Puts rows in order, those of the same counts as they were. What is sorted are numbers, so
/// that one sort is compiled and not one for each sort of row.
fn largest_first<T>(rows: &mut Vec<T>, counts: impl Fn(&T) -> (u64, u64, u64)) {
    let keys = rows.iter().map(|row| std::cmp::Reverse(counts(row)));
    let mut order: Vec<_> = keys.zip(0_usize..).collect();
    order.sort_unstable();
    let mut taken: Vec<Option<T>> = rows.drain(..).map(Some).collect();
    rows.extend(order.iter().filter_map(|(_, index)| taken[*index].take()));
}
