//! A run as another engine can do it again: what was called with what, and all that the host
//! has said to it, or why another engine cannot.

use serde::Serialize;
use wasmscope::exec::Answer;
use wasmscope::host::wasi;
use wasmscope::runtime::{Machine, MemAddr, ObjectKind, Ref, Status, Value};
use wasmscope::time::{MOST_SCOUTED, Scout, Scouted};
use wasmscope::view::ValueView;

use super::debugger::Debugger;
use super::history::timeline;
use super::program::imports_wasi;
use crate::text;

/// The most calls of the host that are done again.
const MOST_CALLS: usize = 20_000;

/// What was called.
#[derive(Clone, Debug, Serialize)]
pub struct Called {
    /// The function's index in the module; none for the start function alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub func: Option<u32>,
    /// What was called before it, with nothing: `_initialize` of a module on WASI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<usize>,
    /// With what.
    pub args: Vec<ValueView>,
    /// The index of the uncaught exception's tag, if it has one in the module.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<usize>,
}

/// A call of the host, and what it said.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// At which step.
    pub step: u64,
    /// The module that the function was imported from.
    pub module: String,
    /// Its name there.
    pub name: String,
    /// The arguments.
    pub args: Vec<ValueView>,
    /// The results.
    pub results: Vec<ValueView>,
    /// Bytes that were written: index of the memory, address, and two digits for each byte.
    pub writes: Vec<(usize, u64, String)>,
    /// The code that the program was ended with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit: Option<i32>,
}

/// Why another engine cannot do the run again; nothing when it can.
#[must_use]
pub fn refused(debugger: &Debugger) -> Option<&'static str> {
    let (Some(started), Some(machine)) = (debugger.started.as_ref(), debugger.machine()) else {
        return Some(text::CHECK_NOTHING_STARTED);
    };
    let ended = matches!(
        machine.status(),
        Status::Returned(_) | Status::Trapped(_) | Status::Thrown(_) | Status::Exited(_)
    );
    if debugger.waiting {
        return Some(text::CHECK_MODEL_WAITS);
    }
    if !ended {
        return Some(text::CHECK_MODEL_NOT_ENDED);
    }
    let branch = started.timeline.branch();
    let edits = started.timeline.edits(branch).unwrap_or_default();
    if !edits.is_empty() || started.args != started.began_with {
        return Some(text::CHECK_MODEL_WAS_CHANGED);
    }
    if started.args.iter().any(is_object) {
        return Some(text::CHECK_MODEL_OWN_ARGUMENT);
    }
    let calls = started.timeline.answers();
    if calls.len() > MOST_CALLS {
        return Some(text::CHECK_MODEL_TOO_MANY_CALLS);
    }
    if calls
        .values()
        .any(|answer| answer.results.iter().any(is_object))
    {
        return Some(text::CHECK_MODEL_OWN_ANSWER);
    }
    None
}

/// Whether a value is a reference to something.
fn is_object(value: &Value) -> bool {
    matches!(value, Value::Ref(_, reference) if *reference != Ref::Null)
}

/// What was called in the run that is there; nothing while there is none.
#[must_use]
pub fn called(debugger: &Debugger) -> Option<Called> {
    let started = debugger.started.as_ref()?;
    let machine = started.timeline.machine();
    let instance = machine.store().instance(started.instance);
    let first = match imports_wasi(&instance.module, None) {
        true => wasi::first_call(machine, started.instance, Some(&started.entry.name)),
        false => None,
    };
    Some(Called {
        first: first.and_then(|call| instance.funcs.iter().position(|own| *own == call.func)),
        func: (!started.entry.is_start).then_some(started.entry.func.0),
        args: views(&started.args),
        tag: tag(machine, debugger),
    })
}

fn views(values: &[Value]) -> Vec<ValueView> {
    values.iter().map(|value| ValueView::from(*value)).collect()
}

fn tag(machine: &Machine, debugger: &Debugger) -> Option<usize> {
    let Status::Thrown(exception) = machine.status() else {
        return None;
    };
    let object = machine.store().heap().get(exception.object()?)?;
    let ObjectKind::Exn(tag) = object.kind else {
        return None;
    };
    let instance = machine.store().instance(debugger.instance()?);
    instance.tags.iter().position(|own| *own == tag)
}

/// The calls of the host, which are found by executing the past again.
#[derive(Debug)]
pub struct Calls {
    scout: Option<Scout>,
    answers: Vec<(u64, Answer)>,
    calls: Vec<Said>,
    past: (u64, u64),
}

impl Calls {
    /// Of the run that is known.
    #[must_use]
    pub fn new(debugger: &Debugger) -> Self {
        let timeline = debugger.started.as_ref().map(|started| &started.timeline);
        let answers = timeline.map(|timeline| timeline.answers().into_iter().collect());
        let answers: Vec<(u64, Answer)> = answers.unwrap_or_default();
        let scout = timeline.filter(|_| !answers.is_empty());
        Self {
            scout: scout.and_then(|timeline| Scout::new(timeline, MOST_SCOUTED)),
            answers,
            calls: Vec::new(),
            past: debugger.past(),
        }
    }

    /// Executes about so many instructions again. The step that it has come to; `None` when
    /// all calls were found, or the past has become another one.
    pub fn go_on(&mut self, debugger: &mut Debugger, mut fuel: u64) -> Option<u64> {
        if debugger.past() != self.past {
            return None;
        }
        let memories = debugger.started.as_ref().map(|started| {
            let store = started.timeline.machine().store();
            store.instance(started.instance).memories.clone()
        })?;
        let timeline = timeline(debugger)?;
        let scout = self.scout.as_mut()?;
        while fuel > 0 {
            let (step, answer) = self.answers.get(self.calls.len())?;
            match scout.seek(timeline, *step, &mut fuel) {
                Scouted::There => {}
                Scouted::OutOfFuel => break,
                Scouted::End => return None,
            }
            let call = scout.machine().host_call()?;
            self.calls.push(Said {
                step: *step,
                module: call.module.to_string(),
                name: call.name.to_string(),
                args: views(&call.args),
                results: views(&answer.results),
                writes: writes(answer, &memories)?,
                exit: answer.exit,
            });
            fuel = fuel.saturating_sub(1);
        }
        Some(scout.step())
    }

    /// The calls in their order; nothing when they could not all be found.
    #[must_use]
    pub fn all(self) -> Option<Vec<Said>> {
        (self.calls.len() == self.answers.len()).then_some(self.calls)
    }
}

/// What an answer has written, by the memory's index in the module.
fn writes(answer: &Answer, memories: &[MemAddr]) -> Option<Vec<(usize, u64, String)>> {
    let write = |(memory, addr, bytes): &(MemAddr, u64, Box<[u8]>)| {
        let index = memories.iter().position(|own| own == memory)?;
        let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Some((index, *addr, digits.concat()))
    };
    answer.writes.iter().map(write).collect()
}
