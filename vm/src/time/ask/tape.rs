//! A stretch of a run, written down: for each step where it was executed and what else it takes
//! to say afterwards which places it has read and written.
//!
//! What instructions do follows from their immediates ([`super::flow`]); here is only what the
//! immediates do not say.

use super::span::Span;
use crate::observe::branch_on;
use crate::runtime::{Machine, Ref, Status, Value};
use crate::syntax::{Instr, ObjectInstr};

/// One step. 32 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The function's address; that of the host's when it was called from outside.
    pub(super) func: u32,
    /// The first slot of its frame.
    pub(super) base: u32,
    /// One past the topmost slot, before the step.
    pub(super) top: u32,
    /// The pc, and the marks.
    packed: u32,
    /// What the instruction says: see [`Recording::note`].
    pub(super) note: u64,
    /// The topmost slot: what the step has pushed, or before it what it has stored.
    pub(super) value: u64,
}

/// In 32 bits beside the pc, which has at most 23: a function has fewer than 8 million bytes.
const TRAPPED: u32 = 1 << 31;
const HOST: u32 = 1 << 30;
const TAKEN: u32 = 1 << 29;
const PC: u32 = TAKEN - 1;

impl Entry {
    pub(super) fn pc(&self) -> u32 {
        self.packed & PC
    }

    /// Whether it has trapped, or thrown what nobody catches; then it has done nothing.
    pub(super) fn trapped(&self) -> bool {
        self.packed & TRAPPED != 0
    }

    /// Whether the host has answered it.
    pub(super) fn host(&self) -> bool {
        self.packed & HOST != 0
    }

    /// Whether it has branched.
    pub(super) fn taken(&self) -> bool {
        self.packed & TAKEN != 0
    }
}

/// What a few instructions have besides.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extra {
    /// The topmost slots before the step, the topmost one last.
    pub(super) slots: [u64; 5],
    /// The number of the next object.
    pub(super) object: u64,
    /// Slots that an exception carries to where it is caught.
    pub(super) carried: usize,
    /// Whether a reference to it is given there as well.
    pub(super) with_ref: bool,
    /// The innermost frame after that; `None` when none is left.
    pub(super) depth: Option<usize>,
}

/// A call from outside that began: after which step, and its arguments as slots.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub(super) step: u64,
    pub(super) args: Vec<u64>,
}

/// The stretch.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    /// The number of its first step.
    pub(super) start: u64,
    pub(super) entries: Vec<Entry>,
    extras: Vec<Extra>,
    /// The slot below the topmost one, of steps that may push two.
    low: Vec<(u32, u64)>,
    pub(super) begun: Vec<Begun>,
    /// What was changed by hand: after which step, where, and to what value.
    pub(super) edited: Vec<(u64, Span, Option<Value>)>,
    /// Function, base and top after the last step.
    last: After,
}

/// Where the machine is after a step.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct After {
    /// `None` when there is no frame.
    pub(super) func: Option<u32>,
    pub(super) base: usize,
    pub(super) top: usize,
}

/// A step that is about to be executed.
#[derive(Clone, Copy)]
pub(super) struct Recording {
    entry: Entry,
    extra: Option<Extra>,
    /// Whether what is stored is noted, which has to be done before.
    keeps: bool,
    two: bool,
    began: u64,
    /// What it takes of the fuel beyond one.
    pub(super) weight: u64,
}

impl Tape {
    pub(super) fn new(start: u64) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Adds a step that was executed. `host` when its answer has come from the host.
    pub(super) fn add(&mut self, step: Recording, machine: &Machine, host: bool) {
        let Recording {
            mut entry,
            extra,
            keeps,
            two,
            began,
            ..
        } = step;
        if matches!(machine.status, Status::Trapped(_) | Status::Thrown(_)) {
            entry.packed |= TRAPPED;
        }
        if host {
            entry.packed |= HOST;
        }
        let slot = |below: usize| {
            let at = machine.top.checked_sub(below + 1);
            at.and_then(|at| machine.stack.get(at))
                .copied()
                .unwrap_or(0)
        };
        if !keeps {
            entry.value = slot(0);
            if two {
                self.low.push((self.entries.len() as u32, slot(1)));
            }
        } else if two && let Some(extra) = extra {
            self.low.push((self.entries.len() as u32, extra.slots[3]));
        }
        if let Some(extra) = extra {
            entry.note = self.extras.len() as u64;
            self.extras.push(extra);
        }
        self.entries.push(entry);
        if machine.began != began && !machine.calls.is_empty() {
            self.begun.push(Begun::of(machine));
        }
        self.last = After {
            func: machine.frames.last().map(|frame| frame.func.0),
            base: machine.frames.last().map_or(0, |frame| frame.base as usize),
            top: machine.top,
        };
    }

    pub(super) fn extra(&self, entry: &Entry) -> Extra {
        let extra = self.extras.get(entry.note as usize);
        extra.copied().unwrap_or_default()
    }

    /// The two slots of a value that takes two, the low half first; the topmost one and nothing
    /// otherwise.
    pub(super) fn slots(&self, index: usize, two: bool) -> [u64; 2] {
        let value = self.entries.get(index).map_or(0, |entry| entry.value);
        let at = |(at, _): &(u32, u64)| *at as usize;
        match self.low.binary_search_by_key(&index, at) {
            Ok(found) if two => [self.low[found].1, value],
            _ => [value, 0],
        }
    }

    pub(super) fn after(&self, index: usize) -> After {
        match self.entries.get(index + 1) {
            Some(next) => After {
                func: Some(next.func),
                base: next.base as usize,
                top: next.top as usize,
            },
            None => self.last,
        }
    }
}

impl Begun {
    /// What the first frame of the call from outside that has begun holds.
    pub(super) fn of(machine: &Machine) -> Self {
        let mut args = Vec::new();
        if let Some(call) = machine.calls.front() {
            call.args.iter().for_each(|arg| arg.push_to(&mut args));
        }
        Self {
            step: machine.began,
            args,
        }
    }
}

impl Recording {
    /// Looks at the next step; `None` when there is none.
    pub(super) fn of(machine: &Machine) -> Option<Self> {
        if machine.status != Status::Running {
            return None;
        }
        let mut step = Self {
            entry: Entry {
                func: 0,
                base: 0,
                top: machine.top as u32,
                packed: 0,
                note: 0,
                value: 0,
            },
            extra: None,
            keeps: false,
            two: false,
            began: machine.began,
            weight: 0,
        };
        let Some(frame) = machine.frames.last() else {
            step.entry.func = machine.calls.front()?.func.0;
            step.entry.note = step.entry.func.into();
            return Some(step);
        };
        step.entry.func = frame.func.0;
        step.entry.base = frame.base;
        step.entry.packed = frame.pc & PC;
        let (instance, code) = machine.store.own(frame.func)?;
        let instr = code.instrs.get(frame.pc as usize)?;
        let instance = machine.store.instance(instance);
        let peek = |below: usize| {
            let at = machine.top.checked_sub(below + 1);
            at.and_then(|at| machine.stack.get(at)).copied()
        };
        match instr {
            Instr::Br(_)
            | Instr::BrIf(_)
            | Instr::BrTable { .. }
            | Instr::BrOnNull(_)
            | Instr::BrOnNonNull(_)
            | Instr::BrOnCast { .. } => {
                let jump = branch_on(instr, code, instance, &machine.store, peek(0));
                if jump.is_some() {
                    step.entry.packed |= TAKEN;
                }
                // Which label of a branch table.
                step.entry.note = peek(0).unwrap_or(0);
            }
            _ => step.note(instr, machine, &peek),
        }
        if let Instr::Call(func) | Instr::ReturnCall(func) = instr {
            step.entry.note = u64::from(instance.funcs[func.at()].0);
        }
        Some(step)
    }

    /// Loads and stores: the address. `select`: the condition. Calls: the function. Branches:
    /// the operand that decides. Others: where the extra is, if they have one.
    fn note(&mut self, instr: &Instr, machine: &Machine, peek: &dyn Fn(usize) -> Option<u64>) {
        let at = |below: usize| peek(below).unwrap_or(0);
        match instr {
            Instr::Load(_, arg) => self.entry.note = at(0).wrapping_add(arg.offset()),
            Instr::Store(_, arg) => {
                self.entry.note = at(1).wrapping_add(arg.offset());
                self.entry.value = at(0);
                self.keeps = true;
            }
            Instr::Select { wide, .. } => {
                self.entry.note = at(0);
                self.two = *wide;
            }
            Instr::CallIndirect { table, .. } | Instr::ReturnCallIndirect { table, .. } => {
                let frame = machine.frames.last();
                let callee = frame.and_then(|frame| {
                    let table = machine.store.instance(frame.instance).tables[table.at()];
                    machine.store.table(table).get(at(0))
                });
                self.calls(callee, at(0));
            }
            Instr::CallRef(_) | Instr::ReturnCallRef(_) => {
                self.calls(Some(Ref::from_slot(at(0))), at(0));
            }
            Instr::MemoryFill(_)
            | Instr::MemoryCopy { .. }
            | Instr::MemoryInit { .. }
            | Instr::MemoryGrow(_)
            | Instr::TableGet(_)
            | Instr::TableSet(_)
            | Instr::TableFill(_)
            | Instr::TableCopy { .. }
            | Instr::TableInit { .. }
            | Instr::TableGrow(_)
            | Instr::Throw(_)
            | Instr::ThrowRef => self.extra = Some(Extra::of(machine, peek)),
            Instr::VectorMemory(access, _) => {
                self.extra = Some(Extra::of(machine, peek));
                self.two = true;
                self.keeps = access.writes();
                self.entry.value = at(0);
            }
            Instr::Vector(_) | Instr::Wide(_) => self.two = true,
            Instr::Object(instr) => {
                self.extra = Some(Extra::of(machine, peek));
                self.two = true;
                self.keeps = matches!(
                    instr,
                    ObjectInstr::StructSet { .. } | ObjectInstr::ArraySet(_)
                );
                self.entry.value = at(0);
            }
            _ => {}
        }
        if let Instr::MemoryFill(_) | Instr::MemoryCopy { .. } | Instr::MemoryInit { .. } = instr {
            // Some milliseconds for hundreds of megabytes.
            self.weight = at(0) / 64;
        }
        if let Instr::TableSet(_) = instr {
            self.entry.value = at(0);
            self.keeps = true;
        }
        if let (Instr::Throw(_) | Instr::ThrowRef, Some(extra)) = (instr, &mut self.extra) {
            let throwing = machine.throwing();
            if let Some((throwing, found)) = throwing
                .as_ref()
                .and_then(|throwing| Some((throwing, throwing.found?)))
            {
                let slots = throwing.payload.iter().map(|value| value.ty().slots());
                let slots: u32 = slots.sum();
                extra.carried = found.catch.tag.map_or(0, |_| slots as usize);
                extra.with_ref = found.catch.with_ref;
                // A clause that leads out of its function returns from it.
                let leaves = found.catch.jump.returns().into();
                extra.depth = found.depth.checked_sub(leaves);
            }
        }
    }

    /// A call through a table or a reference: the function above, the index below.
    fn calls(&mut self, callee: Option<Ref>, index: u64) {
        let callee = match callee {
            Some(Ref::Func(addr)) => u64::from(addr.0),
            _ => 0,
        };
        self.entry.note = callee << 32 | u64::from(index as u32);
    }
}

impl Extra {
    fn of(machine: &Machine, peek: &dyn Fn(usize) -> Option<u64>) -> Self {
        let mut extra = Self {
            object: machine.store.heap().next_number(),
            ..Self::default()
        };
        for (below, slot) in extra.slots.iter_mut().rev().enumerate() {
            *slot = peek(below).unwrap_or(0);
        }
        extra
    }
}
