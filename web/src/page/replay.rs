//! The run of a trace once more, where its program is at hand: the machine then shows all that
//! records alone do not tell.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::observe::trace::ModuleId;
use wasmscope::observe::trace::read::{Record, value_of};
use wasmscope::runtime::{Machine, MachineLimits, MemAddr, Value};

use super::examples::all_examples;
use super::open::{Opening, Way};
use super::{Hosts, Page};
use crate::bindings;
use crate::model::debugger::{Advance, Debugger};
use crate::model::examples::Example;
use crate::model::goal::{Goal, Movement};
use crate::model::host::{Host, Nobody, Reply};
use crate::model::limits::LIMITS;
use crate::model::program::Program;
use crate::model::speed::thousands;
use crate::model::viewer::{Check, Viewer};
use crate::text;

/// Whoever answers as it is told in a trace.
struct Told<'a> {
    hosts: &'a mut Hosts,
    records: &'a BTreeMap<u64, Record>,
}

impl Host for Told<'_> {
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply {
        // What is printed is shown.
        if let Reply::Answer(answer) = self.hosts.call(machine, call) {
            return Reply::Answer(answer);
        }
        let answer = self.records.get(&machine.steps());
        match answer.and_then(|record| answer_of(record, machine, call)) {
            Some(answer) => {
                self.hosts.pending = None;
                Reply::Answer(answer)
            }
            None => Reply::Later,
        }
    }
}

/// The answer that a record tells; `None` where it cannot be given again.
fn answer_of(record: &Record, machine: &Machine, call: &HostCall) -> Option<Answer> {
    let host = record.host.as_ref()?;
    let values = call.ty.results.iter().zip(&host.results);
    let results: Option<Vec<Value>> = values
        .map(|(ty, typed)| Value::parse(*ty, value_of(typed).1).ok())
        .collect();
    let mut answer = Answer::results(results?);
    let frame = machine.frames().last();
    let instance = frame.map(|frame| machine.store().instance(frame.instance));
    for effect in &record.mem {
        let (Some(addr), Some(new)) = (effect.addr, &effect.new) else {
            continue;
        };
        let memory: MemAddr = *instance?.memories.get(effect.mem as usize)?;
        let pairs = new.as_bytes().chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Vec<u8> = pairs.map_while(byte).collect();
        if effect.len.is_some() {
            // Not all of it is told.
            return None;
        }
        answer.writes.push((memory, addr, bytes.into()));
    }
    Some(answer)
}

impl Page {
    /// Runs the program of a trace again, when it is the one that is loaded or an example,
    /// and compares the two. False when it is not at hand, or cannot be called so.
    pub(super) async fn replay_trace(self, viewer: &Viewer, way: &Way) -> bool {
        let example = match self.is_program_of(viewer) {
            true => None,
            false => match example_of(viewer).await {
                Some(example) if way.goes_on() => Some(example),
                _ => return false,
            },
        };
        if !self.start_as_told(viewer, example.as_ref()) {
            return false;
        }
        let hosts = (0..viewer.len()).filter(|index| viewer.calls_host(*index));
        let records = hosts.filter_map(|index| viewer.record(index));
        let records: BTreeMap<u64, Record> = records.map(|record| (record.n, record)).collect();
        let last = viewer.last_step();
        let mut movement = Movement::from(Goal::Step(last));
        let mut run = |debugger: &mut Debugger, fuel: u64| {
            let mut advance = |hosts: &mut Hosts| {
                let mut host = Told {
                    hosts,
                    records: &records,
                };
                debugger.advance(&mut movement, fuel, &mut host, &mut Nobody)
            };
            let end = self.hosts.try_update_value(&mut advance)?;
            let goes_on = matches!(end, Advance::Fuel | Advance::Yielded);
            let share = debugger.step() as f64 / last.max(1) as f64;
            (goes_on && way.is_at(Opening::OPENING, 0.5 * share)).then(|| debugger.step())
        };
        self.in_slices(&mut run).await;
        let mut check = Check::new(viewer);
        let mut compare = |debugger: &mut Debugger, fuel: u64| {
            let step = check.go_on(debugger, viewer, fuel)?;
            let share = 0.5 + 0.5 * step as f64 / last.max(1) as f64;
            way.is_at(Opening::OPENING, share).then_some(step)
        };
        self.in_slices(&mut compare).await;
        if !way.goes_on() {
            self.publish();
            return true;
        }
        let name = &viewer.name;
        let (step, text) = match check.parting(viewer) {
            None => {
                let count = viewer.len() as u64;
                let all = thousands(count);
                let text = text::replay_same(count, name, all);
                (viewer.number(0).unwrap_or(0), text)
            }
            Some(parting) => {
                let step = thousands(parting.step);
                let text = text::replay_differs(name, step, &parting.trace, &parting.run);
                (parting.step, text)
            }
        };
        self.seek(step);
        self.say(text, None, false);
        true
    }

    /// Whether the program that is loaded is the one of a trace.
    fn is_program_of(self, viewer: &Viewer) -> bool {
        let here = self.program().filter(|program| is_of(program, viewer));
        here.is_some() && !self.older.get_untracked()
    }

    /// Starts the program that is loaded, or an example, as it was called in a trace; false
    /// when it cannot be called so.
    fn start_as_told(self, viewer: &Viewer, example: Option<&(&'static Example, Program)>) -> bool {
        let (head, here) = (viewer.head(), self.program());
        let program = example.map(|(_, program)| program);
        let Some(program) = program.or(here.as_deref()) else {
            return false;
        };
        let entry = head.invoke.as_ref().and_then(|name| program.entry(name));
        let Some(entry) = entry.cloned() else {
            return false;
        };
        let values = entry.params.iter().zip(&head.args);
        let values: Option<Vec<Value>> = values
            .map(|(param, typed)| Value::parse(param.ty, value_of(typed).1).ok())
            .collect();
        let Some(args) = values.filter(|args| args.len() == entry.params.len()) else {
            return false;
        };
        let mut limits = MachineLimits::default();
        for (name, value) in &head.limits {
            let limit = LIMITS.iter().find(|limit| limit.id == name);
            if limit.is_none_or(|limit| limit.set(&mut limits, &value.to_string()).is_err()) {
                return false;
            }
        }
        if let Some((example, _)) = example {
            self.assemble_edit();
            self.open_example(example);
        }
        self.machine_limits.set_value(limits);
        self.start_from_script(&entry, args).is_ok()
    }
}

fn is_of(program: &Program, viewer: &Viewer) -> bool {
    ModuleId::of(&program.module).crc32() == viewer.head().module.crc32
}

/// The example that a trace is of.
async fn example_of(viewer: &Viewer) -> Option<(&'static Example, Program)> {
    // What cannot be loaded is not at hand.
    for example in all_examples().await.unwrap_or_default() {
        let program = Program::from_text(example.source).ok();
        if let Some(program) = program.filter(|program| is_of(program, viewer)) {
            return Some((example, program));
        }
        // The promise is never refused.
        let _ = JsFuture::from(bindings::next_task()).await;
    }
    None
}
