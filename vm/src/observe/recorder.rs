//! From two states to a record.

use super::effect::{Touched, returned, taken, taken_branch};
use super::{
    Branch, Bytes, CallEffect, HeapEffect, HostEffect, MemEffect, Site, StepRecord, TableEffect,
    ThrowEffect, Values,
};
use crate::exec::{Answer, AnswerError, Outcome, is_tail_call};
use crate::runtime::{Func, InstanceAddr, Machine, MemAddr, Ref, Status, Value};
use crate::syntax::{Instr, Jump};
use crate::view::{Lens, Place, TrapView, immediates};
use std::sync::Arc;

/// Most bytes that a record keeps of one range of memory.
pub const MOST_BYTES: u64 = 4_096;

/// Most elements that a record keeps of one range of a table.
pub const MOST_ELEMENTS: u64 = 512;

/// Makes records. See [`step_recorded`] for the whole of it.
#[derive(Clone, Copy, Default)]
pub struct Recorder<'a> {
    /// From where the machine is looked at: records name an instance that is not the main
    /// one, and have lines where there are positions.
    pub lens: Lens<'a>,
}

/// A record of which the half before the instruction is known.
#[derive(Clone, Debug)]
pub struct Pending {
    record: StepRecord,
    /// The operands that lie below those that the instruction takes.
    below: usize,
}

impl<'a> Recorder<'a> {
    /// A recorder that looks from there.
    #[must_use]
    pub fn new(lens: Lens<'a>) -> Self {
        Self { lens }
    }

    /// Looks at the next instruction; `None` when there is none.
    #[must_use]
    pub fn before(&self, machine: &Machine) -> Option<Pending> {
        if *machine.status() != Status::Running {
            return None;
        }
        let Some(place) = Place::innermost(machine) else {
            return from_outside(machine);
        };
        let situation = place.situation();
        let operands = place.operands_of(&situation);
        let below = operands.len() - taken(&place, &situation, &operands);
        let popped = &operands[below..];
        let jump = taken_branch(&place, &operands);
        let touched = Touched::of(&place, popped);
        let pc = place.frame.pc;
        let position = self.lens.position(machine, place.module, place.func, pc);
        // Where there is no text, perhaps there is what a compiler says.
        let origin = match position {
            Some(_) => None,
            None => place.origin(),
        };
        let returns = matches!(place.instr, Instr::FuncEnd | Instr::Return)
            || jump.is_some_and(Jump::returns);
        let (call, host) = self.calls(machine, place.instr);
        let tail = is_tail_call(place.instr);
        let returns = returns || tail && host.is_some();
        let record = StepRecord {
            n: machine.steps(),
            func: place.func.0,
            name: place.name(),
            depth: place.depth,
            pc,
            offset: place.offset(),
            line: position
                .map(|(line, _)| line)
                .or_else(|| Some(origin.as_ref()?.line)),
            column: position
                .map(|(_, column)| column)
                .or_else(|| origin.as_ref()?.column),
            file: origin.map(|origin| Arc::clone(&origin.file.path)),
            op: place.instr.name(),
            imm: immediates(place.module, place.code, pc),
            pop: Values(popped.to_vec()),
            push: Values::default(),
            inst: self.lens.other(place.frame.instance),
            local: touched.local,
            global: touched.global,
            mem: touched.mem,
            table: touched.table,
            branch: jump.map(|jump| Branch {
                label: jump.label().0,
                target: jump.target,
            }),
            call,
            returned: returns.then(|| returned(&place, popped)),
            host,
            heap: touched.heap,
            throw: ThrowEffect::of(machine, &self.lens),
            trap: None,
            site: Some(Site {
                instance: place.frame.instance,
                func: place.func,
                pc,
                instr: *place.instr,
            }),
        };
        Some(Pending { record, below })
    }

    fn calls(&self, machine: &Machine, instr: &Instr) -> (Option<CallEffect>, Option<HostEffect>) {
        let Some((addr, args)) = machine.called() else {
            return (None, None);
        };
        let args = Values(args);
        match machine.store().func(addr) {
            Func::Wasm {
                instance, index, ..
            } => {
                let module = &machine.store().instance(*instance).module;
                let call = CallEffect {
                    func: index.0,
                    name: module.func_name(*index),
                    inst: self.lens.other(*instance),
                    args,
                    tail: is_tail_call(instr),
                    addr,
                };
                (Some(call), None)
            }
            Func::Host {
                module, name, ty, ..
            } => {
                let host = HostEffect {
                    result_count: ty.results.len(),
                    module: module.clone(),
                    name: name.clone(),
                    args,
                    results: Values::default(),
                };
                (None, Some(host))
            }
        }
    }
}

/// The call of a function of the host's from outside: the only step that no instruction
/// makes.
fn from_outside(machine: &Machine) -> Option<Pending> {
    let call = machine.host_call()?;
    let host = HostEffect {
        result_count: call.ty.results.len(),
        module: call.module.clone(),
        name: call.name.clone(),
        args: Values(call.args),
        results: Values::default(),
    };
    let record = StepRecord {
        n: machine.steps(),
        func: 0,
        name: format!("{}.{}", call.module, call.name),
        depth: 0,
        pc: 0,
        offset: 0,
        line: None,
        column: None,
        file: None,
        op: "call",
        imm: Vec::new(),
        pop: host.args.clone(),
        push: Values::default(),
        inst: None,
        local: None,
        global: None,
        mem: Vec::new(),
        table: Vec::new(),
        branch: None,
        call: None,
        returned: None,
        host: Some(host),
        heap: Vec::new(),
        throw: None,
        trap: None,
        site: None,
    };
    Some(Pending { record, below: 0 })
}

impl Pending {
    /// What is known before: everything but what the instruction pushes and writes.
    #[must_use]
    pub fn record(&self) -> &StepRecord {
        &self.record
    }

    /// What is known before, to be completed by whoever can tell the rest.
    pub(crate) fn into_record(self) -> StepRecord {
        self.record
    }

    /// Looks at the machine after the instruction, which has to have been executed, and
    /// no other.
    #[must_use]
    pub fn after(mut self, machine: &Machine) -> StepRecord {
        self.complete(machine);
        self.record
    }

    /// As [`Pending::after`], but it stays.
    fn complete(&mut self, machine: &Machine) {
        let Self { record, below } = self;
        if let Status::Trapped(trap) = machine.status() {
            record.without_effects();
            record.trap = Some(TrapView::of(machine, *trap));
            return;
        }
        record.push = pushed(record, machine, *below);
        if let Some(host) = &mut record.host {
            host.results = record.push.clone();
        }
        if matches!(machine.status(), Status::Exited(_)) {
            record.returned = None;
        }
        if let Some(returned) = &mut record.returned {
            // The host's results, when it was called in the place of the caller.
            returned.results = record.push.clone();
        }
        if let Some(site) = record.site {
            record.read_again(machine, site.instance);
        }
    }
}

/// What lies on the stack after the instruction and did not before.
fn pushed(record: &StepRecord, machine: &Machine, below: usize) -> Values {
    match (&record.returned, &record.host) {
        (Some(_), Some(host)) => return answered(machine, host),
        (Some(returned), None) => return returned.results.clone(),
        _ => {}
    }
    if record.call.is_some() || record.throw.is_some() {
        return Values::default();
    }
    match (machine.status(), Place::innermost(machine)) {
        (Status::Running, Some(place)) if record.site.is_some() => {
            let operands = place.operands();
            Values(operands.get(below..).unwrap_or(&[]).to_vec())
        }
        (Status::Returned(results), _) => Values(results.clone()),
        _ => Values::default(),
    }
}

/// What the host gave to the caller of a function that has called it last of all.
fn answered(machine: &Machine, host: &HostEffect) -> Values {
    match machine.status() {
        Status::Returned(results) => return Values(results.clone()),
        Status::Running => {}
        _ => return Values::default(),
    }
    let operands = Place::innermost(machine).map_or_else(Vec::new, |place| place.operands());
    let count = host.result_count;
    Values(operands[operands.len().saturating_sub(count)..].to_vec())
}

impl StepRecord {
    /// Takes back what the instruction would have done, had it not trapped.
    fn without_effects(&mut self) {
        self.local = None;
        self.global = None;
        self.mem.clear();
        self.table.clear();
        self.branch = None;
        self.call = None;
        self.returned = None;
        self.host = None;
        self.heap.clear();
        self.throw = None;
    }

    fn read_again(&mut self, machine: &Machine, instance: InstanceAddr) {
        let store = machine.store();
        let instance = store.instance(instance);
        for effect in &mut self.heap {
            effect.read_again(machine, instance);
        }
        if let Some(Instr::Object(instr)) = self.site.map(|site| site.instr) {
            let made = self.push.last();
            self.heap
                .extend(made.and_then(|made| HeapEffect::made(machine, instance, instr, *made)));
        }
        for effect in &mut self.mem {
            match effect {
                MemEffect::Read { .. } => {}
                MemEffect::Write {
                    mem,
                    addr,
                    old,
                    new,
                    ..
                } => {
                    let memory = store.memory(instance.memories[*mem as usize]);
                    let bytes = memory.read(*addr, old.0.len() as u64);
                    *new = Bytes(bytes.unwrap_or_default().into_owned());
                }
                MemEffect::Grow { mem, pages } => {
                    pages.new = store.memory(instance.memories[*mem as usize]).pages();
                }
            }
        }
        for effect in &mut self.table {
            match effect {
                TableEffect::Read { .. } => {}
                TableEffect::Write {
                    table,
                    index,
                    old,
                    new,
                    ..
                } => {
                    let table = store.table(instance.tables[*table as usize]);
                    let slots = table.slots(*index, old.len() as u64).unwrap_or(&[]);
                    let ty = table.ty().element;
                    let value = |slot: &u64| Value::Ref(ty, Ref::from_slot(*slot));
                    *new = Values(slots.iter().map(value).collect());
                }
                TableEffect::Grow { table, size } => {
                    size.new = store.table(instance.tables[*table as usize]).len();
                }
            }
        }
    }
}

/// Executes one instruction and records it. There is no record when nothing was executed:
/// the program has ended, or the host is asked, which [`answer_recorded`] answers.
pub fn step_recorded(machine: &mut Machine, lens: Lens<'_>) -> (Outcome, Option<StepRecord>) {
    let before = machine.steps();
    let mut pending = Recorder::new(lens).before(machine);
    let outcome = machine.step();
    if machine.steps() == before {
        return (outcome, None);
    }
    // A record is large: it is completed where it is, and given away once.
    if let Some(pending) = &mut pending {
        pending.complete(machine);
    }
    (outcome, pending.map(Pending::into_record))
}

/// Answers the call of the host that waits, which is one instruction, and records it with
/// what the host has written.
///
/// # Errors
/// As [`Machine::answer`]; then nothing changes.
pub fn answer_recorded(
    machine: &mut Machine,
    answer: &Answer,
    lens: Lens<'_>,
) -> Result<(Outcome, Option<StepRecord>), AnswerError> {
    let pending = Recorder::new(lens).before(machine);
    let instance = pending.as_ref().and_then(|pending| pending.record.site);
    let instance = instance.map(|site| site.instance).or(lens.main);
    let written = instance.map(|instance| {
        let writes = answer.writes.iter();
        let writes = writes
            .filter_map(|(memory, addr, bytes)| write_of(machine, instance, *memory, *addr, bytes));
        writes.collect::<Vec<_>>()
    });
    let outcome = machine.answer(answer)?;
    let record = pending.map(|pending| {
        let mut record = pending.after(machine);
        record.mem.extend(written.into_iter().flatten());
        record
    });
    Ok((outcome, record))
}

/// What the host writes, as an effect; `None` when the memory is none of the instance's.
fn write_of(
    machine: &Machine,
    instance: InstanceAddr,
    addr: MemAddr,
    at: u64,
    bytes: &[u8],
) -> Option<MemEffect> {
    let memories = &machine.store().instance(instance).memories;
    let index = memories.iter().position(|memory| *memory == addr)?;
    let len = bytes.len() as u64;
    let kept = len.min(MOST_BYTES);
    let old = machine.store().memory(addr).read(at, kept)?;
    Some(MemEffect::Write {
        mem: u32::try_from(index).ok()?,
        addr: at,
        old: Bytes(old.into_owned()),
        new: Bytes(bytes[..kept as usize].to_vec()),
        len: (len > MOST_BYTES).then_some(len),
    })
}
