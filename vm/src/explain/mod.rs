//! Sentences: what the next instruction will do, with its live operands, and what the
//! last one has done, with its results.
//!
//! Each instruction is told once (in `tale` and the modules beside it) from its
//! [`StepRecord`]: before, from the half of the record that is known then and from what
//! can be foreseen; after, from the whole. All matches on instructions are exhaustive, so
//! one that has no words does not compile.

mod array;
mod autopsy;
mod call;
mod condition;
mod control;
mod exception;
mod float;
mod foresee;
mod grow;
pub mod manual;
mod number;
mod object;
mod predict;
mod preview;
mod reference;
mod rule;
mod rule_control;
mod rule_heap;
mod rule_name;
mod rule_steps;
mod section;
mod storage;
mod tale;
mod vector;
mod wide;
mod words;

pub use crate::observe::takes;
pub use autopsy::{Autopsy, Call, Operand, autopsy};
pub use preview::{BranchPreview, branch};

use crate::observe::{Flight, Recorder, StepRecord, ThrowEffect};
use crate::runtime::{Machine, Status};
use crate::view::{Lens, TrapView, failure, object};
use serde::Serialize;
use tale::Teller;

/// Where the sections of the specification are; [`Sentence::spec`] goes behind it.
pub const SPECIFICATION: &str = "https://webassembly.github.io/spec/core/";

/// What an instruction does, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sentence {
    /// In plain English, with live numbers.
    pub text: String,
    /// The section of the specification, relative to [`SPECIFICATION`].
    pub spec: String,
    /// The reduction rule with live values: `(i32.const 7) (i32.const 5) i32.add ↪
    /// (i32.const 12)`.
    pub rule: String,
    /// The names of the rules of the specification that the step is by, `i32.add` being by
    /// `binop-val`; empty for what is a value, where nothing is executed, and where the
    /// specification has no rule for a trap, as that of a call stack that is exhausted. What a
    /// function of the host does has a rule without a name.
    pub rule_name: String,
    /// The side condition that decides, with live numbers: `the condition is 3, not 0`, of a
    /// trap the one that fails. `None` where nothing is decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// Of an exception that is thrown: each handler on its way, and why it matched or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<Flight>,
}

/// What the next instruction will do; when the program has ended, how. `None` when
/// nothing has been started.
#[must_use]
pub fn before(machine: &Machine, lens: Lens<'_>) -> Option<Sentence> {
    if *machine.status() != Status::Running {
        return ended(machine, lens);
    }
    let mut record = Recorder::new(lens).before(machine)?.into_record();
    if let Some(failure) = failure(machine) {
        record.trap = Some(TrapView {
            message: failure.trap.message().to_owned(),
            detail: failure.detail,
        });
    } else {
        if let Some(values) = predict::pushed(machine, &record) {
            record.push = values;
        }
        if foresee::touches(&record) {
            foresee::written(machine, &mut record);
        }
    }
    Some(sentence(&record, machine, lens, false))
}

/// What an executed instruction has done. The names are looked up in the machine, which
/// may be in any later state.
#[must_use]
pub fn after(record: &StepRecord, machine: &Machine, lens: Lens<'_>) -> Sentence {
    sentence(record, machine, lens, true)
}

fn sentence(record: &StepRecord, machine: &Machine, lens: Lens<'_>, done: bool) -> Sentence {
    let Some(teller) = Teller::new(record, machine, lens) else {
        return from_outside(record, done);
    };
    let tale = teller.tale();
    let text = match (&record.trap, done) {
        (Some(trap), false) => format!(
            "This will trap: {} ({}). It wants to {}.",
            trap.message, trap.detail, tale.aim
        ),
        (Some(trap), true) => format!(
            "Trapped: {} ({}). It wanted to {}; nothing has changed.",
            trap.message, trap.detail, tale.aim
        ),
        (None, false) => tale.before,
        (None, true) => tale.after,
    };
    Sentence {
        text,
        spec: match record.host {
            Some(_) => section::HOST.to_owned(),
            None => section::section(&teller.site.instr),
        },
        rule: rule::rule(&teller),
        rule_name: rule_name::rule_name(&teller),
        condition: match condition::is_decided(record) {
            true => teller.decided_by(),
            false => None,
        },
        flight: record.throw.as_ref().map(|throw| throw.flight.clone()),
    }
}

/// A call of the host's function that no instruction makes.
fn from_outside(record: &StepRecord, done: bool) -> Sentence {
    let (name, args) = (&record.name, words::list(&record.pop));
    let text = match done {
        false => format!("The host is asked for {name}, with {args}; its answer is the result."),
        true => format!(
            "The host's {name} was given {args} and has answered {}.",
            words::list(&record.push)
        ),
    };
    let called = format!("{} (ref.func {name}) call_ref", rule::values(&record.pop));
    let host = record.host.as_ref();
    Sentence {
        text,
        spec: section::HOST.to_owned(),
        rule: host.map_or_else(String::new, |host| rule::answered(&called, host)),
        rule_name: String::new(),
        condition: host.map(condition::of_host),
        flight: None,
    }
}

/// The way of the exception that the next instruction throws, or that the last one has thrown
/// and nothing has caught: each handler that is looked at, in order, and why it matches or not.
/// `None` when there is no such exception.
///
/// ```
/// # use wasmscope::{explain, load, runtime::{self, Machine, MachineLimits}, view};
/// # let text = "(module (tag $e) (func $main (export \"main\")
/// #   (block $h (try_table (catch_all $h) (throw $e)))))";
/// # let program = load::load(text.as_bytes()).unwrap();
/// # let mut machine = Machine::new(MachineLimits::default());
/// # let main = machine.instantiate(&program.module, &[]).unwrap();
/// # let Some(runtime::ExternVal::Func(func)) = machine.store().instance(main).export("main") else { unreachable!() };
/// # machine.enter_call(func, &[]).unwrap();
/// machine.step(); // block
/// machine.step(); // try_table
/// let flight = explain::flight(&machine, view::Lens::default()).expect("throw comes next");
/// assert!(flight.caught);
/// assert_eq!(flight.frames[0].handlers[0].clauses[0].text, "catch_all");
/// ```
#[must_use]
pub fn flight(machine: &Machine, lens: Lens<'_>) -> Option<Flight> {
    match machine.status() {
        Status::Running | Status::Thrown(_) => Some(ThrowEffect::of(machine, &lens)?.flight),
        _ => None,
    }
}

fn ended(machine: &Machine, lens: Lens<'_>) -> Option<Sentence> {
    let steps = words::count(machine.steps(), "instruction");
    let text = match machine.status() {
        Status::Ready | Status::Running => return None,
        Status::Returned(results) if results.is_empty() => {
            format!("The program has ended after {steps}. It returns no value.")
        }
        Status::Returned(results) => {
            let results = words::list(results);
            format!("The program has ended after {steps} and returned {results}.")
        }
        Status::Trapped(trap) => {
            let detail = failure(machine).map_or_else(String::new, |failure| failure.detail);
            format!(
                "The program has trapped: {trap} ({detail}). Frames and operands are as they \
                 were before the instruction; one step back is before it."
            )
        }
        Status::Thrown(exception) => {
            let what = object(machine, *exception);
            let what = what.map_or_else(String::new, |what| format!(", {what},"));
            format!(
                "The program has ended with the exception {exception}{what} which no handler has \
                 caught. Frames and operands are as they were before it was thrown; one step \
                 back is before that."
            )
        }
        Status::Exited(code) => {
            format!("The program has asked the host to end it, with code {code}, after {steps}.")
        }
    };
    Some(Sentence {
        text,
        spec: "exec/modules.html#invocation".to_owned(),
        rule: String::new(),
        rule_name: String::new(),
        condition: match machine.status() {
            Status::Trapped(_) => failure(machine).map(|failure| failure.detail),
            _ => None,
        },
        flight: flight(machine, lens),
    })
}
