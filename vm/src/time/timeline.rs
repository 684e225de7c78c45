//! The run of one machine, to be moved along in both directions.

use crate::exec::{Answer, AnswerError, Outcome};
use crate::runtime::{Limit, Machine, Snapshot};
use std::collections::BTreeMap;

/// What may be kept of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// Bytes that snapshots may take; 256 MiB. With none at all every state is still
    /// reached, only later.
    pub bytes: usize,
    /// Steps between two snapshots as long as the bytes last, at least one; 1,048,576,
    /// which are some milliseconds of running.
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

/// A machine and its past.
///
/// What the host answers is asked for once, when the run first comes there, and replayed
/// ever after.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(super) machine: Machine,
    /// By step. The first one, which every state can be reached from, is never dropped.
    pub(super) snapshots: BTreeMap<u64, Snapshot>,
    /// By the step that each answer was given at.
    pub(super) answers: BTreeMap<u64, Answer>,
    /// Steps between two snapshots now.
    gap: u64,
    /// Bytes that snapshots may take.
    budget: usize,
    /// Bytes that they do take.
    bytes: usize,
    /// The last step that the run has come to.
    known: u64,
    /// How often a past was given up for another one.
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
        let step = machine.steps();
        Self {
            known: step,
            bytes: first.bytes_beside(None),
            snapshots: BTreeMap::from([(step, first)]),
            answers: BTreeMap::new(),
            gap: history.gap.max(1),
            machine,
            budget: history.bytes,
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
        self.known
    }

    /// How many states are saved, and the bytes they take.
    #[must_use]
    pub fn saved(&self) -> (usize, usize) {
        (self.snapshots.len(), self.bytes)
    }

    /// The last step before another one whose state is saved; `None` at the first step.
    #[must_use]
    pub fn saved_before(&self, step: u64) -> Option<u64> {
        Some(*self.snapshots.range(..step).next_back()?.0)
    }

    /// Executes at most `fuel` instructions, as [`Machine::run`] does; host calls that were
    /// answered before are answered so again.
    pub fn run(&mut self, fuel: u64) -> Outcome {
        self.run_within(fuel, u64::MAX)
    }

    /// Executes as [`Timeline::run`] does, but stops as well when instructions have touched
    /// `work` bytes since the last snapshot or host call; see [`Machine::run_within`].
    pub fn run_within(&mut self, mut fuel: u64, work: u64) -> Outcome {
        loop {
            let before = self.step();
            let next = (before / self.gap + 1) * self.gap;
            let mut outcome = self.machine.run_within(fuel.min(next - before), work);
            if outcome == Outcome::HostCall && self.step() - before < fuel {
                outcome = self.replay();
            }
            let moved = self.step() - before;
            fuel -= moved;
            self.known = self.known.max(self.step());
            if self.step() == next {
                self.save();
            }
            let goes_on = matches!(outcome, Outcome::Paused | Outcome::HostCall);
            if fuel == 0 || moved == 0 || !goes_on {
                return outcome;
            }
        }
    }

    /// Gives an answer to the call that waits, and remembers it. If it was answered otherwise
    /// before, what came of that is forgotten.
    ///
    /// # Errors
    /// As [`Machine::answer`]; then nothing changes.
    pub fn answer(&mut self, answer: Answer) -> Result<Outcome, AnswerError> {
        let step = self.step();
        let outcome = self.machine.answer(&answer)?;
        if self
            .answers
            .get(&step)
            .is_some_and(|before| *before != answer)
        {
            self.answers.split_off(&step);
            self.snapshots.split_off(&(step + 1));
            self.known = step;
            self.forks += 1;
        }
        self.answers.insert(step, answer);
        self.known = self.known.max(self.step());
        Ok(outcome)
    }

    /// Goes to a step, in either direction, executing at most `fuel` instructions on the way.
    pub fn seek(&mut self, step: u64, fuel: u64) -> Arrival {
        self.seek_within(step, fuel, u64::MAX)
    }

    /// Goes to a step as [`Timeline::seek`] does, but stops as well when instructions have
    /// touched `work` bytes; see [`Machine::run_within`].
    pub fn seek_within(&mut self, step: u64, mut fuel: u64, work: u64) -> Arrival {
        let nearest = self.snapshots.range(..=step).next_back();
        let (&saved, snapshot) = match nearest {
            Some(nearest) => nearest,
            // Before everything: the first state there is.
            None => match self.snapshots.first_key_value() {
                Some(first) => first,
                None => return Arrival::Ended,
            },
        };
        if step < self.step() || saved > self.step() {
            self.machine.restore(snapshot);
        }
        while self.step() < step {
            if fuel == 0 {
                return Arrival::OutOfFuel;
            }
            let before = self.step();
            let outcome = self.run_within(fuel.min(step - before), work);
            fuel -= self.step() - before;
            match outcome {
                _ if self.step() == step => break,
                Outcome::Paused => {}
                Outcome::Yielded | Outcome::Stopped => return Arrival::OutOfFuel,
                Outcome::HostCall => return Arrival::Waiting,
                Outcome::Exhausted(limit) => return Arrival::Exhausted(limit),
                Outcome::Ended => return Arrival::Ended,
            }
        }
        Arrival::There
    }

    /// The step to go to so that the last instruction is undone, calls whole: if it returned
    /// into this frame, the one before its call; else the one before this.
    ///
    /// Goes one step back to see which; `None`, with nothing moved, at the first step.
    pub fn over_back(&mut self) -> Option<u64> {
        let here = self.step();
        let (&first, _) = self.snapshots.first_key_value()?;
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
    fn replay(&mut self) -> Outcome {
        let Some(answer) = self.answers.get(&self.machine.steps()) else {
            return Outcome::HostCall;
        };
        // It was accepted in this very state, so it is again.
        self.machine.answer(answer).unwrap_or(Outcome::HostCall)
    }

    /// Saves the state, unless it was saved before. When the budget is spent, every second
    /// snapshot is given up and from then on half as many are taken.
    fn save(&mut self) {
        let step = self.step();
        if self.snapshots.contains_key(&step) {
            return;
        }
        let snapshot = self.machine.snapshot();
        let before = self.snapshots.range(..step).next_back();
        self.bytes += snapshot.bytes_beside(before.map(|(_, before)| before));
        self.snapshots.insert(step, snapshot);
        while self.bytes > self.budget && self.snapshots.len() > 1 {
            self.gap = self.gap.saturating_mul(2);
            let (gap, mut first) = (self.gap, true);
            self.snapshots
                .retain(|step, _| std::mem::take(&mut first) || step % gap == 0);
            // What was shared with the ones given up counts for those that are left.
            let before = std::iter::once(None).chain(self.snapshots.values().map(Some));
            let pairs = self.snapshots.values().zip(before);
            self.bytes = pairs.map(|(one, before)| one.bytes_beside(before)).sum();
        }
    }
}
