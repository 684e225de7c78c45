//! What a run spends its instructions on.
//!
//! Nothing is looked at that need not be: a straight run of code, up to the next instruction
//! that may go elsewhere, is executed at once and counted at both its ends. Counts are exact
//! all the same, for each instruction.

mod body;
mod calls;
mod report;

pub use report::{FuncRow, LineRow, LoopRow, MemoryRow, OpRow, OriginRow, Report};

use crate::exec::{Answer, AnswerError, Outcome};
use crate::runtime::{Func, FuncAddr, Machine, Snapshot};
use body::Body;
use calls::Calls;

/// Counts the instructions of a run.
#[derive(Clone, Debug)]
pub struct Profiler {
    /// By the address of the function; `None` for those that were not called.
    bodies: Vec<Option<Body>>,
    calls: Calls,
    first: Snapshot,
}

impl Profiler {
    /// Counts from the state that a machine is in.
    #[must_use]
    pub fn new(machine: &mut Machine) -> Self {
        let mut calls = Calls::default();
        calls.follow(machine);
        Self {
            bodies: Vec::new(),
            calls,
            first: machine.snapshot(),
        }
    }

    /// Executes at most `fuel` instructions, as [`Machine::run`] does, and counts them. The
    /// machine has to be the one that it was made for, moved by nothing else.
    pub fn run(&mut self, machine: &mut Machine, mut fuel: u64) -> Outcome {
        loop {
            let Some(frame) = machine.frames().last().copied() else {
                return machine.run(fuel);
            };
            let body = body(&mut self.bodies, machine, frame.func);
            let stride = body.map_or(1, |body| u64::from(body.straight(frame.pc)));
            let before = machine.steps();
            let outcome = machine.run(stride.min(fuel));
            let done = machine.steps() - before;
            fuel -= done;
            self.count(frame.func, frame.pc, done);
            self.calls.follow(machine);
            if outcome != Outcome::Paused || fuel == 0 {
                return outcome;
            }
        }
    }

    /// Answers the call of the host that waits, and counts it.
    ///
    /// # Errors
    /// As [`Machine::answer`]; then nothing changes.
    pub fn answer(
        &mut self,
        machine: &mut Machine,
        answer: &Answer,
    ) -> Result<Outcome, AnswerError> {
        let frame = machine.frames().last().copied();
        let host = machine.called().map(|(func, _)| func);
        let before = machine.steps();
        let outcome = machine.answer(answer)?;
        if machine.steps() > before {
            if let Some(frame) = frame {
                self.count(frame.func, frame.pc, 1);
            }
            if let Some(host) = host {
                self.calls.host(host);
            }
        }
        self.calls.follow(machine);
        Ok(outcome)
    }

    fn count(&mut self, func: FuncAddr, pc: u32, done: u64) {
        if done == 0 {
            return;
        }
        self.calls.spend(done);
        if let Some(Some(body)) = self.bodies.get_mut(func.at()) {
            body.count(pc, done);
        }
    }
}

/// What is counted of a function, from its first call on.
fn body<'a>(
    bodies: &'a mut Vec<Option<Body>>,
    machine: &Machine,
    func: FuncAddr,
) -> Option<&'a mut Body> {
    if bodies.len() <= func.at() {
        bodies.resize(func.at() + 1, None);
    }
    let body = &mut bodies[func.at()];
    if body.is_none()
        && let Func::Wasm { code, .. } = machine.store().func(func)
    {
        *body = Some(Body::new(code));
    }
    body.as_mut()
}
