//! Hosts that do not answer as they did before.

use super::Timeline;
use super::lines::BranchId;
use crate::exec::Answer;
use crate::runtime::{Instance, Machine, MachineLimits, Snapshot, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The host has answered a call otherwise than it did before, in a state that is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The step of the call.
    pub step: u64,
    /// The function of the host, as `module.name`.
    pub call: String,
    /// What it said before.
    pub was: Answer,
    /// What it says now.
    pub is: Answer,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            step,
            call,
            was,
            is,
        } = self;
        write!(f, "{call} answers otherwise than before at step {step}: ")?;
        match was.exit == is.exit && was.results == is.results {
            true => f.write_str("it writes other bytes, or keeps other references"),
            false => write!(f, "{}, not {}", said(is), said(was)),
        }
    }
}

fn said(answer: &Answer) -> String {
    if let Some(code) = answer.exit {
        return format!("it ends the program with {code}");
    }
    let text = |value: &Value| format!("{} {value}", value.ty());
    let results: Vec<String> = answer.results.iter().map(text).collect();
    match results.is_empty() {
        true => "nothing".to_owned(),
        false => results.join(", "),
    }
}

/// What the host is expected to say, because it did so in another run.
#[derive(Clone, Debug, Default)]
pub(super) struct Expected {
    answers: BTreeMap<u64, Answer>,
    /// The first that was otherwise.
    found: Option<Divergence>,
}

impl Expected {
    /// Looks at an answer that was given for the first time. Only the first one that differs
    /// says something: what comes after it may be another run.
    pub(super) fn given(&mut self, step: u64, call: &str, answer: &Answer) {
        let Some(was) = self.answers.remove(&step).filter(|was| was != answer) else {
            return;
        };
        self.answers.clear();
        self.found = Some(Divergence {
            step,
            call: call.to_owned(),
            was,
            is: answer.clone(),
        });
    }
}

/// How a run began, and what the host said in it: what has to be kept of a run to notice that a
/// host answers otherwise in the next one. It takes the bytes that the memories held at the
/// beginning, whatever was written later.
#[derive(Clone, Debug)]
pub struct Beginning {
    instances: Vec<Arc<Instance>>,
    limits: MachineLimits,
    first: Arc<Snapshot>,
    answers: BTreeMap<u64, Answer>,
}

impl Beginning {
    /// Whether this is how the machine is: the same program in the same state.
    fn is(&self, machine: &Machine) -> bool {
        machine.steps() == self.first.steps()
            && *machine.limits() == self.limits
            && *machine.store().instances() == *self.instances
            && machine.is_as(&self.first, &mut 0)
    }
}

impl Expected {
    /// From a step on this is another run.
    pub(super) fn forget_from(&mut self, step: u64) {
        self.answers.split_off(&step);
    }
}

impl Timeline {
    /// All that the host has said in this branch, by the step of the call.
    #[must_use]
    pub fn answers(&self) -> BTreeMap<u64, Answer> {
        self.lines.answers(self.lines.current_id())
    }

    /// Expects of the host to say what it said in another run of the same program with the
    /// same arguments; see [`Timeline::answers`]. It may say something else, which counts,
    /// and of which [`Timeline::divergence`] tells.
    pub fn expect(&mut self, answers: BTreeMap<u64, Answer>) {
        self.expected = Expected {
            answers,
            found: None,
        };
    }

    /// How a branch began, and what the host said in it before anything was changed by hand on
    /// the way. `None` when there is no such branch, or nobody was asked in it.
    #[must_use]
    pub fn beginning(&self, id: BranchId) -> Option<Beginning> {
        let (first, saved) = self.lines.first(id)?;
        let edits = self.lines.all_edits(id);
        let changed = edits.keys().find(|step| **step > first);
        let end = changed.copied().unwrap_or(u64::MAX).max(first);
        let mut answers = self.lines.answers(id).split_off(&first);
        answers.split_off(&end);
        (!answers.is_empty()).then(|| Beginning {
            instances: self.machine.store().instances().to_vec(),
            limits: *self.machine.limits(),
            first: Arc::clone(&saved.snapshot),
            answers,
        })
    }

    /// Expects of the host to say what it said in another run, if that began in this very state:
    /// the same program with the same arguments, values of imports and limits. False, with
    /// nothing expected, when it began otherwise.
    ///
    /// ```
    /// use wasmscope::exec::{Answer, Outcome};
    /// use wasmscope::host::{Unprovided, provide};
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};
    /// use wasmscope::time::{History, Timeline};
    ///
    /// let text = r#"(module (import "env" "now" (func $now (result i32)))
    ///     (func (export "main") (result i32) (call $now)))"#;
    /// let module = wasmscope::load::load(text.as_bytes()).unwrap().module;
    /// let run = || {
    ///     let mut machine = Machine::new(MachineLimits::default());
    ///     let given = provide(&mut machine, &module, &|_, _, _| None, &|_| true,
    ///         Unprovided::Make, &Default::default()).unwrap();
    ///     let instance = machine.instantiate(&module, &given.values).unwrap();
    ///     let Some(ExternVal::Func(main)) = machine.store().instance(instance).export("main")
    ///         else { unreachable!() };
    ///     machine.enter_call(main, &[]).unwrap();
    ///     Timeline::new(machine, History::default())
    /// };
    /// let answer = |time| Answer::results(vec![Value::I32(time)]);
    /// let mut before = run();
    /// assert_eq!(before.run(u64::MAX), Outcome::HostCall);
    /// before.answer(answer(5)).unwrap();
    ///
    /// let mut again = run();
    /// assert!(again.expect_again(&before.beginning(before.branch()).unwrap()));
    /// again.run(u64::MAX);
    /// again.answer(answer(6)).unwrap();
    /// let found = again.divergence().unwrap();
    /// assert_eq!((found.step, &found.was, &found.is), (0, &answer(5), &answer(6)));
    /// ```
    pub fn expect_again(&mut self, before: &Beginning) -> bool {
        let is_same = before.is(&self.machine);
        let expected = is_same.then(|| before.answers.clone());
        self.expect(expected.unwrap_or_default());
        is_same
    }

    /// The first answer that was not as expected.
    #[must_use]
    pub fn divergence(&self) -> Option<&Divergence> {
        self.expected.found.as_ref()
    }

    /// Compares what a host says, which was asked once more, with what it said before to the
    /// call that comes next. Nothing moves: it is replayed as it was. A call that was not
    /// answered before has nothing to differ from.
    ///
    /// # Errors
    /// When it says something else.
    pub fn verify(&self, answer: &Answer) -> Result<(), Box<Divergence>> {
        let before = self.lines.answer(self.lines.current_id(), self.step());
        match (before, self.machine.host_call()) {
            (Some(was), Some(call)) if was != answer => Err(Box::new(Divergence {
                step: self.step(),
                call: format!("{}.{}", call.module, call.name),
                was: was.clone(),
                is: answer.clone(),
            })),
            _ => Ok(()),
        }
    }
}
