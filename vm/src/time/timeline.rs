//! The run of one machine, to be moved along in both directions.

use super::divergence::Expected;
use super::keep::{Keep, TOUCHED, next_stop};
use super::lines::Lines;
use crate::exec::{Answer, AnswerError, Outcome};
use crate::runtime::{Limit, Machine, Spare};

/// What may be kept of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Bytes that snapshots may take; 256 MiB. With none at all every state is still
    /// reached, only later.
    pub bytes: usize,
    /// Least effort between two snapshots of a run that goes forward, at least one;
    /// 1,048,576, which are some milliseconds of running. An instruction is one, and as much
    /// more as it touches bytes, 16 for one.
    pub gap: u64,
}

impl Default for History {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            gap: 1 << 20,
        }
    }
}

/// A machine and its past, and the branches that were made of it.
///
/// What the host answers is asked for once, when the run first comes there, and replayed
/// ever after. Changing a state of the past ([`Timeline::edit`]), or answering a call
/// otherwise there, makes a branch; the run as it was stays, to be switched to.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(super) machine: Machine,
    /// What is kept, of all branches.
    pub(super) lines: Lines,
    pub(super) keep: Keep,
    /// Memory for the state to be saved next.
    pub(super) spare: Spare<u8>,
    /// The next step where something was changed or saved.
    pub(super) next: u64,
    /// What another run was answered.
    pub(super) expected: Expected,
    /// How often another past was looked at from then on.
    pub(super) forks: u64,
}

/// How a movement to a step has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// At the step.
    There,
    /// Before it: all fuel is used, or all work done.
    OutOfFuel,
    /// Before it: the host has not enough memory.
    Exhausted(Limit),
    /// Before it: the host has not answered the call that comes next.
    Waiting,
    /// Before it: the program ends here.
    Ended,
}

impl Timeline {
    /// Begins at the state that the machine is in.
    #[must_use]
    pub fn new(mut machine: Machine, history: History) -> Self {
        let first = machine.snapshot();
        let gap = history.gap.max(1);
        Self {
            keep: Keep::new(history.bytes, gap, machine.steps()),
            lines: Lines::new(first),
            machine,
            spare: Spare::default(),
            next: u64::MAX,
            expected: Expected::default(),
            forks: 0,
        }
    }

    /// The machine, at the step looked at.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The step looked at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.machine.steps()
    }

    /// The last step that the run has come to.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.lines.current().known
    }

    /// How many states are saved, of all branches, and the bytes they take.
    #[must_use]
    pub fn saved(&self) -> (usize, usize) {
        (self.lines.count(), self.lines.bytes)
    }

    /// The last step before another one whose state is saved; `None` at the first step.
    #[must_use]
    pub fn saved_before(&self, step: u64) -> Option<u64> {
        let before = self
            .lines
            .nearest(self.lines.current_id(), step.checked_sub(1)?);
        Some(before?.0)
    }

    /// How many instructions have to be executed to go to a step, as far as it is known how
    /// many there are.
    ///
    /// A step whose neighbourhood was visited takes some ten thousand; any other one up to
    /// twenty million, until the bytes for snapshots are spent.
    #[must_use]
    pub fn estimate(&self, step: u64) -> u64 {
        let saved = self.lines.nearest(self.lines.current_id(), step);
        let saved = saved.map_or(step, |(saved, _)| saved);
        match self.step() <= step {
            true => step - saved.max(self.step()),
            false => step - saved,
        }
    }

    /// Executes at most `fuel` instructions, as [`Machine::run`] does; host calls that were
    /// answered before are answered so again.
    pub fn run(&mut self, fuel: u64) -> Outcome {
        self.run_within(fuel, u64::MAX)
    }

    /// Executes as [`Timeline::run`] does, but stops as well when instructions have touched
    /// `work` bytes; see [`Machine::run_within`].
    pub fn run_within(&mut self, fuel: u64, mut work: u64) -> Outcome {
        self.run_counting(fuel, &mut work)
    }

    /// As [`Timeline::run_within`], and takes off `work` what was done of it.
    fn run_counting(&mut self, mut fuel: u64, work: &mut u64) -> Outcome {
        loop {
            let before = self.step();
            let effort = self.keep.due.saturating_sub(self.keep.since).max(1);
            let next = self.next.saturating_sub(before).max(1);
            let stretch = fuel.min(next).min(effort);
            let given = (*work).min(effort.saturating_mul(TOUCHED));
            let mut left = given;
            let mut outcome = self.machine.run_counting(stretch, &mut left);
            if outcome == Outcome::HostCall && self.step() - before < fuel {
                outcome = self.answer_again();
            }
            let (moved, touched) = (self.step() - before, given - left);
            fuel -= moved;
            *work -= touched;
            self.keep.since = self.keep.since.saturating_add(moved + touched / TOUCHED);
            if moved > 0 {
                self.arrived();
            }
            if outcome == Outcome::Yielded && *work > 0 {
                outcome = Outcome::Paused;
            }
            let goes_on = matches!(outcome, Outcome::Paused | Outcome::HostCall);
            if fuel == 0 || moved == 0 || !goes_on {
                return outcome;
            }
        }
    }

    /// Does what is to be done at a step that was come to.
    pub(super) fn arrived(&mut self) {
        let step = self.step();
        let line = self.lines.current_mut();
        line.known = line.known.max(step);
        if step == self.next {
            self.meet();
        } else if self.keep.since >= self.keep.due {
            self.consider();
        }
    }

    /// Comes to a step where something was changed or saved.
    fn meet(&mut self) {
        let (id, step) = (self.lines.current_id(), self.step());
        match self.lines.nearest(id, step) {
            // The same state, but what it shares with other ones is shared from now on.
            Some((saved, state)) if saved == step => {
                self.machine.restore(&state.snapshot);
                self.keep.at_saved(step);
            }
            _ => self.lines.edit_again(&mut self.machine),
        }
        self.look_ahead();
    }

    /// Finds out where something is to be done next.
    pub(super) fn look_ahead(&mut self) {
        self.next = self.lines.next_after(self.lines.current_id(), self.step());
    }

    /// Gives an answer to the call that waits, and remembers it. If it was answered otherwise
    /// before, a branch is made, and what came of the other answer stays in the one before.
    ///
    /// # Errors
    /// As [`Machine::answer`]; then nothing changes.
    pub fn answer(&mut self, answer: Answer) -> Result<Outcome, AnswerError> {
        let (id, step) = (self.lines.current_id(), self.step());
        let call = self.machine.host_call();
        let outcome = self.machine.answer(&answer)?;
        let name = call.map_or_else(String::new, |call| format!("{}.{}", call.module, call.name));
        match self.lines.answer(id, step) {
            None => self.expected.given(step, &name, &answer),
            Some(before) if *before == answer => {}
            Some(_) => {
                let why = format!("another answer to {name} at step {step}");
                self.lines.fork(step, why);
                self.expected.forget_from(step);
                self.forks += 1;
            }
        }
        self.lines.set_answer(step, answer);
        self.next = self.lines.next_after(self.lines.current_id(), step);
        if self.step() > step {
            self.keep.since = self.keep.since.saturating_add(1);
            self.arrived();
        }
        Ok(outcome)
    }

    /// Goes to a step, in either direction, executing at most `fuel` instructions on the way.
    pub fn seek(&mut self, step: u64, fuel: u64) -> Arrival {
        self.seek_within(step, fuel, u64::MAX)
    }

    /// Goes to a step as [`Timeline::seek`] does, but stops as well when instructions have
    /// touched `work` bytes; see [`Machine::run_within`].
    pub fn seek_within(&mut self, step: u64, mut fuel: u64, mut work: u64) -> Arrival {
        self.restore_near(step);
        let arrival = loop {
            let Some(left) = step.checked_sub(self.step()).filter(|left| *left > 0) else {
                break Arrival::There;
            };
            if fuel == 0 || work == 0 {
                break Arrival::OutOfFuel;
            }
            let before = self.step();
            if step <= self.known() {
                // What is saved on the way is enough.
                self.keep.due = u64::MAX;
            }
            let stop = next_stop(left);
            let outcome = self.run_counting(fuel.min(left - stop), &mut work);
            let moved = self.step() - before;
            fuel -= moved;
            if stop > 0 && moved == left - stop {
                self.consider_on_the_way(stop);
            }
            match outcome {
                _ if self.step() == step => break Arrival::There,
                Outcome::Paused => {}
                Outcome::HostCall if moved > 0 && moved == left - stop => {}
                Outcome::Yielded | Outcome::Stopped => break Arrival::OutOfFuel,
                Outcome::HostCall => break Arrival::Waiting,
                Outcome::Exhausted(limit) => break Arrival::Exhausted(limit),
                Outcome::Ended => break Arrival::Ended,
            }
        };
        self.keep.go_on();
        arrival
    }

    /// Puts back the state saved at a step or before, unless it is shorter to go on from
    /// here.
    fn restore_near(&mut self, step: u64) {
        if let Some((saved, state)) = self.lines.base(self.lines.current_id(), step)
            && (step < self.step() || saved > self.step())
        {
            self.machine.restore(&state.snapshot);
            self.keep.at_saved(saved);
            self.look_ahead();
        }
    }

    /// The step to go to so that the last instruction is undone, calls whole: if it returned
    /// into this frame, the one before its call; else the one before this.
    ///
    /// Goes one step back to see which; `None`, with nothing moved, at the first step.
    pub fn over_back(&mut self) -> Option<u64> {
        let here = self.step();
        let (first, _) = self.lines.first(self.lines.current_id())?;
        if here <= first {
            return None;
        }
        let depth = self.machine.frames().len();
        let ended = self.machine.frames().is_empty();
        if self.seek(here - 1, u64::MAX) != Arrival::There {
            return None;
        }
        let frames = self.machine.frames();
        match frames.get(depth) {
            // The callee of the frame looked at is still there: it has just returned.
            Some(callee) if !ended => Some(callee.called.saturating_sub(1).max(first)),
            _ => Some(here - 1),
        }
    }

    /// The step before the call that made the innermost frame, in the place of another one
    /// or not; for the frame that no instruction made, its first step. `None` where there is
    /// no frame.
    #[must_use]
    pub fn out_back(&self) -> Option<u64> {
        let frame = self.machine.frames().last()?;
        Some(match frame.entered == self.machine.began() {
            true => frame.entered,
            false => frame.entered.saturating_sub(1),
        })
    }

    /// Answers the call that waits as it was answered before, if it was.
    pub(super) fn answer_again(&mut self) -> Outcome {
        let step = self.machine.steps();
        let Some(answer) = self.lines.answer(self.lines.current_id(), step) else {
            return Outcome::HostCall;
        };
        // It was accepted in this very state, so it is again.
        self.machine.answer(answer).unwrap_or(Outcome::HostCall)
    }
}
