//! Execution (section 4): what moves a [`Machine`] from one state to the next.
//!
//! There is one semantics, in the module `interpret`. [`Machine::run`] executes a number of
//! instructions in place, [`Machine::step`] is a run of one, and [`transition`] is the
//! specification's relation between states, literally.
//!
//! The machine never calls out. When the next instruction calls a function of the host,
//! a run stops before it with [`Outcome::HostCall`]; [`Machine::host_call`] says which
//! function and with what, and [`Machine::answer`] makes that one step.

mod access;
mod bulk;
mod callee;
mod collect;
mod constant;
mod cursor;
mod edit;
mod enter;
mod exception;
mod follower;
mod host_call;
mod instantiate;
mod interpret;
mod link;
mod mismatch;
pub mod num;
mod object;
mod observer;
mod quick;
mod refusal;
mod sites;
mod stages;
mod transfer;
mod vector;

pub use edit::{Edit, EditError};
pub use enter::EnterError;
pub use exception::{Found, Throwing, Tried};
pub use follower::Follower;
pub use host_call::{Answer, AnswerError, HostCall, is_tail_call};
pub use link::LinkError;
pub use mismatch::Mismatch;
pub use observer::Observer;
pub use refusal::{InstantiateError, SegmentTrap};
pub use sites::Sites;
pub use stages::{Stage, Stages};

use crate::runtime::{Limit, Machine, Status, Trap};
use interpret::Exit;

/// Why a run has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All fuel is used; there is a next instruction.
    Paused,
    /// The next instruction calls a function of the host, which has not answered.
    HostCall,
    /// Instructions have touched as many bytes as they may; there is a next instruction, and
    /// there may be fuel left. Only from [`Machine::run_within`].
    Yielded,
    /// The next instruction needs more than a limit of which the program is not told allows,
    /// or than the host has. It is not executed.
    Exhausted(Limit),
    /// The next instruction is one to stop before. Only from [`Machine::run_to`], and from
    /// what is built on it.
    Stopped,
    /// There is nothing to run: the machine's status says whether the program has
    /// returned, trapped or exited, or was never entered.
    Ended,
}

/// The state after this one, which is left as it is.
#[must_use]
pub fn transition(machine: &Machine) -> Machine {
    let mut next = machine.clone();
    next.step();
    next
}

impl Machine {
    /// Executes one instruction.
    pub fn step(&mut self) -> Outcome {
        self.run(1)
    }

    /// Executes at most `fuel` instructions, and exactly so many unless the program ends,
    /// calls the host, or needs more memory than the host has.
    pub fn run(&mut self, fuel: u64) -> Outcome {
        self.run_within(fuel, u64::MAX)
    }

    /// Executes as [`Machine::run`] does, but stops as well, between two instructions, when
    /// instructions that touch many bytes at once have touched `work` bytes.
    ///
    /// Fuel does not bound time, because one `memory.fill` may take milliseconds; fuel and
    /// work together do, but for preparing a function that is called for the first time, of at most
    /// two megabytes. What is executed is the same: only where a run pauses differs.
    pub fn run_within(&mut self, fuel: u64, mut work: u64) -> Outcome {
        self.run_counting(fuel, &mut work)
    }

    /// As [`Machine::run_within`], and takes off `work` what was done of it.
    pub(crate) fn run_counting(&mut self, fuel: u64, work: &mut u64) -> Outcome {
        self.run_following(fuel, work, &mut ())
    }

    /// Executes as [`Machine::run`] does, telling a follower which instructions.
    pub fn run_followed<F: Follower>(&mut self, fuel: u64, follower: &mut F) -> Outcome {
        self.run_following(fuel, &mut { u64::MAX }, follower)
    }

    fn run_following<F: Follower>(
        &mut self,
        mut fuel: u64,
        work: &mut u64,
        follower: &mut F,
    ) -> Outcome {
        loop {
            if self.status != Status::Running {
                return Outcome::Ended;
            }
            if fuel == 0 {
                return Outcome::Paused;
            }
            if self.frames.is_empty() {
                return Outcome::HostCall;
            }
            let before = self.steps;
            let exit = self.interpret(fuel, work, follower);
            let (steps, frame) = (self.steps, self.frames.last().copied());
            let outcome = self.left(exit);
            if F::FOLLOWS && outcome.is_none() {
                if let Some(frame) = frame
                    && self.steps > steps
                {
                    follower.executed(frame.func, frame.pc..frame.pc + 1);
                }
                follower.moved(&self.frames);
            }
            fuel -= self.steps - before;
            if let Some(outcome) = outcome {
                return outcome;
            }
        }
    }

    /// Does what the loop was left for. The outcome, when the run ends with that.
    fn left(&mut self, exit: Exit) -> Option<Outcome> {
        match exit {
            Exit::OutOfFuel => return Some(Outcome::Paused),
            Exit::HostCall => return Some(Outcome::HostCall),
            Exit::Yielded => return Some(Outcome::Yielded),
            Exit::Stopped => return Some(Outcome::Stopped),
            Exit::Exhausted(limit) => return Some(Outcome::Exhausted(limit)),
            Exit::Returned => self.returned(),
            Exit::Trap(trap) => self.status = Status::Trapped(trap),
            Exit::Throw => return self.throw(),
            Exit::TailCall { func, above } => return self.tail_call(func, above),
            Exit::Collect(fields) if self.collect(fields) => {}
            Exit::Collect(_) => return Some(Outcome::Exhausted(Limit::Heap)),
            Exit::Unprepared(func) => {
                if self.store.code(func).is_none() {
                    return Some(Outcome::HostCall);
                }
            }
            Exit::MoreStack(slots) => match self.grow_stack(slots) {
                Some(true) => {}
                None => return Some(Outcome::Exhausted(Limit::Stack)),
                Some(false) => {
                    // The call itself is the step that fails.
                    self.steps += 1;
                    self.status = Status::Trapped(Trap::CallStackExhausted);
                }
            },
        }
        None
    }

    /// Executes as [`Machine::run`] does, showing an observer each step.
    ///
    /// An observer that watches nothing costs nothing: the test is made when the loop is
    /// compiled.
    pub fn run_observed<O: Observer>(&mut self, fuel: u64, observer: &mut O) -> Outcome {
        if !O::WATCHES_STEPS {
            return self.run(fuel);
        }
        for _ in 0..fuel {
            let before = self.steps;
            observer.before(self);
            let outcome = self.run(1);
            if self.steps == before {
                return outcome;
            }
            if observer.after(self).is_break() || outcome != Outcome::Paused {
                return outcome;
            }
        }
        Outcome::Paused
    }

    /// Makes the stack at least so many slots long. False when that is beyond the limit,
    /// `None` when the host has not enough memory.
    fn grow_stack(&mut self, slots: usize) -> Option<bool> {
        if slots > self.limits.slots {
            return Some(false);
        }
        let more = slots.saturating_sub(self.stack.len());
        let ample = slots
            .max(self.stack.len() * 2)
            .max(1024)
            .min(self.limits.slots);
        let ample = ample.saturating_sub(self.stack.len());
        let reserve = match self.stack.try_reserve_exact(ample) {
            Ok(()) => ample,
            Err(_) => {
                self.stack.try_reserve_exact(more).ok()?;
                more
            }
        };
        self.stack.resize(self.stack.len() + reserve, 0);
        Some(true)
    }
}
