//! What happens in a run, told from its states and the records of its steps alone.

use super::programs::answer_to;
use fastrand::Rng;
use wasmscope::observe::{
    Access, Breakpoint, Condition, Event, MemEffect, StepRecord, answer_recorded, step_recorded,
};
use wasmscope::runtime::{InstanceAddr, Machine, Status, Value};
use wasmscope::syntax::{FuncIdx, GlobalIdx, Instr, LocalIdx, MemIdx, TableIdx};
use wasmscope::view::{Lens, Place};

/// The only instance.
pub(crate) const MAIN: InstanceAddr = InstanceAddr(0);

/// The states of a run, and what each instruction between two of them has done.
pub(crate) struct Known {
    pub(crate) states: Vec<Machine>,
    records: Vec<StepRecord>,
}

impl Known {
    pub(crate) fn run(first: &Machine, most: usize) -> Self {
        let (mut states, mut records) = (vec![first.clone()], Vec::new());
        while states.len() < most {
            let mut next = states[states.len() - 1].clone();
            let record = match answer_to(&next) {
                Some(answer) => {
                    let answered = answer_recorded(&mut next, &answer, Lens::default());
                    answered.expect("the answer fits").1
                }
                None => step_recorded(&mut next, Lens::default()).1,
            };
            let Some(record) = record else { break };
            records.push(record);
            states.push(next);
        }
        // Of the last state the next instruction is to be known.
        if states[states.len() - 1].status() == &Status::Running && states.len() > 1 {
            states.pop();
        }
        Self { states, records }
    }

    pub(crate) fn last(&self) -> u64 {
        self.states.len() as u64 - 1
    }

    pub(crate) fn is_over(&self) -> bool {
        self.states[self.states.len() - 1].status() != &Status::Running
    }

    /// Whether a breakpoint is hit at a state, its condition included.
    pub(crate) fn hit(&self, step: u64, breakpoint: &Breakpoint) -> bool {
        self.happens(step, &breakpoint.event) && self.holds(step, breakpoint)
    }

    /// The conditions that [`breakpoints`] makes.
    fn holds(&self, step: u64, breakpoint: &Breakpoint) -> bool {
        let machine = &self.states[step as usize];
        match breakpoint.condition.as_ref().map(Condition::text) {
            None => true,
            Some("step % 3 == 1") => step % 3 == 1,
            Some("depth > 0") => machine.frames().len() > 1,
            Some("stack[0] != 0 || stack[0] == 0") => {
                let place = Place::innermost(machine);
                let top = place.and_then(|place| place.operands().last().copied());
                // A reference is not compared with a number, a vector with nothing.
                !matches!(top, None | Some(Value::Ref(..) | Value::V128(_)))
            }
            Some(other) => panic!("nobody knows {other}"),
        }
    }

    fn happens(&self, step: u64, event: &Event) -> bool {
        let at = step as usize;
        let next = self.records.get(at);
        match event {
            Event::Instruction { func, pc } => {
                let place = Place::innermost(&self.states[at]);
                let running = self.states[at].status() == &Status::Running;
                running && place.is_some_and(|place| (place.func, place.frame.pc) == (*func, *pc))
            }
            Event::Entry(func) => self.enters(at, *func),
            Event::Exit(func) => self.leaves(at, *func),
            Event::Opcode(name) => next.is_some_and(|r| r.site.is_some() && r.op == *name),
            Event::HostCall { module, name } => {
                let called = self.states[at].host_call();
                called.is_some_and(|call| {
                    let is = |wanted: &Option<String>, name: &str| {
                        wanted.as_ref().is_none_or(|wanted| wanted == name)
                    };
                    is(module, &call.module) && is(name, &call.name)
                })
            }
            Event::Trap => {
                let status = self.states[at].status();
                matches!(status, Status::Trapped(_) | Status::Thrown(_))
            }
            Event::Table { table, index, len } => {
                at > 0
                    && self.elements(at - 1, *table, *index, *len)
                        != self.elements(at, *table, *index, *len)
            }
            _ => at > 0 && done(&self.records[at - 1], event),
        }
    }

    fn enters(&self, at: usize, func: FuncIdx) -> bool {
        let machine = &self.states[at];
        let Some(place) = Place::innermost(machine) else {
            return false;
        };
        if *machine.status() != Status::Running || place.func != func {
            return false;
        }
        // By a call, or because it is called from outside.
        let called = at > 0 && self.records[at - 1].call.is_some();
        let deeper = at > 0 && machine.frames().len() > self.states[at - 1].frames().len();
        called || deeper || machine.began() == at as u64
    }

    fn leaves(&self, at: usize, func: FuncIdx) -> bool {
        let Some(record) = self.records.get(at) else {
            return false;
        };
        let machine = &self.states[at];
        if let Some(throw) = &record.throw {
            let Some(found) = throw.found else {
                return false;
            };
            let stays = usize::from(!found.catch.jump.returns());
            return (found.depth + stays..machine.frames().len())
                .any(|depth| Place::at(machine, depth).is_some_and(|place| place.func == func));
        }
        let here = record.site.is_some() && record.func == func.0;
        let gone = record.call.as_ref().is_some_and(|call| call.tail);
        // A program that the host ends is left nowhere; it still calls in the place of it.
        let tail = record.op.starts_with("return_call") && record.host.is_some();
        here && (record.returned.is_some() || gone || tail)
    }

    /// The elements of a range; what does not exist is null.
    fn elements(&self, at: usize, table: TableIdx, index: u64, len: u64) -> Vec<u64> {
        let store = self.states[at].store();
        let table = store.table(store.instance(MAIN).tables[table.at()]);
        let element = |index: u64| table.get(index).map_or(0, wasmscope::runtime::Ref::to_slot);
        (index..index + len).map(element).collect()
    }
}

/// Whether an instruction has touched what is watched.
fn done(record: &StepRecord, event: &Event) -> bool {
    match event {
        Event::Memory {
            mem,
            addr,
            len,
            access,
        } => record.mem.iter().any(|effect| {
            let (at, from, count, writes) = match effect {
                MemEffect::Read {
                    mem,
                    addr,
                    read,
                    len,
                } => (mem, addr, len.unwrap_or(read.0.len() as u64), false),
                MemEffect::Write {
                    mem,
                    addr,
                    old,
                    len,
                    ..
                } => (mem, addr, len.unwrap_or(old.0.len() as u64), true),
                MemEffect::Grow { .. } => return false,
            };
            let wanted = match access {
                Access::Read => !writes,
                Access::Write => writes,
                Access::Any => true,
            };
            wanted && *at == mem.0 && *from < addr + len && *addr < from + count
        }),
        Event::Local { func, local } => record.local.as_ref().is_some_and(|set| {
            let other = set.new.is_some() && set.old != set.new;
            other && record.func == func.0 && set.index == local.0
        }),
        Event::Global(global) => record.global.as_ref().is_some_and(|set| {
            let slots = |value: Option<Value>| value.map(Value::to_slots);
            let other = set.new.is_some() && slots(set.old) != slots(set.new);
            other && set.index == global.0
        }),
        _ => false,
    }
}

/// Some breakpoints of every kind, where something happens more often than not.
pub(crate) fn breakpoints(known: &Known, rng: &mut Rng) -> Vec<Breakpoint> {
    let count = rng.usize(1..6);
    let mut list = Vec::new();
    while list.len() < count {
        let Some(event) = event(known, rng) else {
            continue;
        };
        let mut breakpoint = Breakpoint::from(event);
        if rng.u8(..3) == 0 {
            let conditions = [
                "step % 3 == 1",
                "depth > 0",
                "stack[0] != 0 || stack[0] == 0",
            ];
            let text = conditions[rng.usize(..conditions.len())];
            breakpoint.condition = Some(Condition::parse(text).expect("a condition"));
        }
        if rng.u8(..4) == 0 {
            breakpoint.hits = rng.u64(..5);
        }
        breakpoint.enabled = rng.u8(..8) > 0;
        list.push(breakpoint);
    }
    list
}

fn event(known: &Known, rng: &mut Rng) -> Option<Event> {
    let first = &known.states[0];
    let instance = first.store().instance(MAIN);
    let module = &instance.module;
    let some = |count: usize, rng: &mut Rng| (count > 0).then(|| rng.u32(..count as u32));
    let record = match known.records.len() {
        0 => return Some(Event::Trap),
        len => &known.records[rng.usize(..len)],
    };
    let func = FuncIdx(record.func);
    Some(match rng.u8(..10) {
        0 => Event::Instruction {
            func,
            pc: record.pc,
        },
        1 => Event::Entry(func),
        2 => Event::Exit(func),
        3 => Event::Opcode(record.op.to_owned()),
        4 => {
            let call = known.states.iter().find_map(Machine::host_call);
            let named = call.filter(|_| rng.bool());
            Event::HostCall {
                module: named.as_ref().map(|call| call.module.to_string()),
                name: named
                    .filter(|_| rng.bool())
                    .map(|call| call.name.to_string()),
            }
        }
        5 => Event::Trap,
        6 => memory(known, rng, module.memories.len())?,
        7 => Event::Local {
            func,
            local: LocalIdx(match record.site.map(|site| site.instr) {
                Some(Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. }) => local.0,
                _ => rng.u32(..4),
            }),
        },
        8 => Event::Global(GlobalIdx(some(module.globals.len(), rng)?)),
        _ => Event::Table {
            table: TableIdx(some(module.tables.len(), rng)?),
            index: rng.u64(..70),
            len: rng.u64(1..5),
        },
    })
}

fn memory(known: &Known, rng: &mut Rng, count: usize) -> Option<Event> {
    let touched: Vec<&MemEffect> = known.records.iter().flat_map(|r| &r.mem).collect();
    let near = match touched.is_empty() || rng.u8(..4) == 0 {
        true => rng.u64(..70_000),
        false => match touched[rng.usize(..touched.len())] {
            MemEffect::Read { addr, .. } | MemEffect::Write { addr, .. } => *addr,
            MemEffect::Grow { .. } => 65_536,
        },
    };
    Some(Event::Memory {
        mem: MemIdx((count > 0).then(|| rng.u32(..count as u32))?),
        addr: near.saturating_sub(rng.u64(..6)),
        len: [1, 2, 4, 8, 100][rng.usize(..5)],
        access: [Access::Read, Access::Write, Access::Any][rng.usize(..3)],
    })
}
