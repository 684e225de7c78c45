//! What a run spends its instructions on.
//!
//! Nothing is looked at that need not be: a straight run of code is executed at once and
//! counted at both its ends. Counts are exact all the same, for each instruction.

mod body;
mod calls;
mod report;

pub use report::{FuncRow, LineRow, LoopRow, MemoryRow, OpRow, OriginRow, Report};

use crate::exec::{Answer, AnswerError, Follower, Outcome};
use crate::runtime::{Frame, FuncAddr, Machine, Snapshot};
use body::Body;
use calls::Calls;
use std::ops::Range;

/// Counts the instructions of a run.
#[derive(Clone, Debug)]
pub struct Profiler {
    /// By the address of the function.
    bodies: Vec<Body>,
    calls: Calls,
    first: Snapshot,
}

impl Profiler {
    /// Counts from the state that a machine is in.
    #[must_use]
    pub fn new(machine: &mut Machine) -> Self {
        let mut calls = Calls::default();
        calls.follow(machine.frames());
        Self {
            bodies: Vec::new(),
            calls,
            first: machine.snapshot(),
        }
    }

    /// Executes at most `fuel` instructions, as [`Machine::run`] does, and counts them. The
    /// machine has to be the one that it was made for, moved by nothing else.
    pub fn run(&mut self, machine: &mut Machine, fuel: u64) -> Outcome {
        machine.run_followed(fuel, self)
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
                self.executed(frame.func, frame.pc..frame.pc + 1);
            }
            if let Some(host) = host {
                self.calls.host(host);
            }
        }
        self.calls.follow(machine.frames());
        Ok(outcome)
    }
}

impl Follower for Profiler {
    fn executed(&mut self, func: FuncAddr, pcs: Range<u32>) {
        self.calls.spend(u64::from(pcs.end - pcs.start));
        if self.bodies.len() <= func.at() {
            self.bodies.resize(func.at() + 1, Body::default());
        }
        self.bodies[func.at()].count(pcs);
    }

    fn entered(&mut self, frame: &Frame) {
        self.calls.enter(frame);
    }

    fn returned(&mut self) {
        self.calls.leave();
    }

    fn moved(&mut self, frames: &[Frame]) {
        self.calls.follow(frames);
    }
}
