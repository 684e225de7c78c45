//! A second machine that looks at the past of a timeline, while the timeline's own stays
//! where it is.

use super::Timeline;
use crate::exec::{Answer, Outcome};
use crate::runtime::{Machine, Snapshot, Status};

/// Bytes of memories beyond which a tab should not hold a program twice; 64 MiB.
pub const MOST_SCOUTED: usize = 64 << 20;

/// A machine that is somewhere in the past of a timeline.
///
/// It begins at states that the timeline has saved, answers host calls as they were
/// answered, and never goes beyond the last step known. So it asks nobody, and moves
/// nothing that is looked at.
///
/// It belongs to one timeline: given another one, it shows states of neither.
#[derive(Clone, Debug)]
pub struct Scout {
    machine: Machine,
}

/// How far a scout came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scouted {
    /// It is where it should go.
    There,
    /// Before it: all fuel is used.
    OutOfFuel,
    /// Before it: nothing more is known, or there is no memory to go on.
    End,
}

impl Timeline {
    /// The step that it began at.
    #[must_use]
    pub fn first(&self) -> u64 {
        let first = self.lines.first(self.lines.current_id());
        first.map_or(0, |(first, _)| first)
    }

    /// How often another past was looked at from then on, because it was changed or another
    /// branch was switched to: what was found out before is worth nothing then.
    #[must_use]
    pub fn forks(&self) -> u64 {
        self.forks
    }

    /// The steps of a range at which the host was asked, in their order.
    pub fn host_calls(&self, steps: std::ops::Range<u64>) -> impl Iterator<Item = u64> {
        self.answered_in(steps).map(|(step, _)| step)
    }

    /// Gives up all states that are saved but the first ones: what is left takes little room,
    /// and every state is still reached.
    pub fn forget_states(&mut self) {
        self.lines.forget_all_but_first();
    }

    /// The state saved last at a step or before it.
    pub(super) fn saved_at(&self, step: u64) -> Option<(u64, &Snapshot)> {
        let (step, saved) = self.lines.nearest(self.lines.current_id(), step)?;
        Some((step, &saved.snapshot))
    }

    /// The states saved at steps of a range.
    pub(super) fn saved_in(
        &self,
        steps: std::ops::Range<u64>,
    ) -> impl Iterator<Item = (u64, &Snapshot)> {
        self.lines.saved_in(self.lines.current_id(), steps)
    }

    /// The answers given at steps of a range.
    pub(super) fn answered_in(
        &self,
        steps: std::ops::Range<u64>,
    ) -> impl Iterator<Item = (u64, &Answer)> {
        self.lines.answered_in(self.lines.current_id(), steps)
    }

    /// What the host has answered at a step.
    pub(super) fn answer_at(&self, step: u64) -> Option<&Answer> {
        self.lines.answer(self.lines.current_id(), step)
    }

    /// What the host has answered, to be looked up.
    pub(super) fn said(&self) -> Answers<'_> {
        Answers(self)
    }

    /// The next step after another one where the state was changed by hand.
    pub(super) fn edited_after(&self, step: u64) -> u64 {
        self.lines.edited_after(self.lines.current_id(), step)
    }
}

/// What the host has answered to a timeline, by step.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a>(&'a Timeline);

impl<'a> Answers<'a> {
    pub(super) fn get(self, step: u64) -> Option<&'a Answer> {
        self.0.answer_at(step)
    }
}

impl Scout {
    /// A scout of a timeline; `None` where its memories take more than so many bytes, since
    /// it has memories of its own. See [`MOST_SCOUTED`].
    #[must_use]
    pub fn new(timeline: &Timeline, most_bytes: usize) -> Option<Self> {
        let machine = timeline.machine();
        (machine.flat_bytes() <= most_bytes).then(|| Self {
            machine: machine.clone(),
        })
    }

    /// Its machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The step that it is at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.machine.steps()
    }

    /// Goes to a step, executing at most `fuel` instructions on the way, which it uses up.
    pub fn seek(&mut self, timeline: &Timeline, step: u64, fuel: &mut u64) -> Scouted {
        if let Some((saved, snapshot)) = timeline.saved_at(step)
            && (step < self.step() || saved > self.step())
        {
            self.machine.restore(snapshot);
        }
        while self.step() < step {
            if *fuel == 0 {
                return Scouted::OutOfFuel;
            }
            let most = (*fuel).min(step - self.step());
            match self.run(timeline, most) {
                0 => return Scouted::End,
                moved => *fuel -= moved,
            }
        }
        Scouted::There
    }

    /// Executes at most `fuel` instructions, none that the timeline has not; says how many.
    /// It is less than `fuel` only where nothing more is known.
    pub fn run(&mut self, timeline: &Timeline, fuel: u64) -> u64 {
        let before = self.step();
        let last = before.saturating_add(fuel).min(timeline.known());
        while self.step() < last && *self.machine.status() == Status::Running {
            let at = self.step();
            let edited = timeline.edited_after(at);
            let outcome = self.machine.run(last.min(edited) - at);
            if outcome == Outcome::HostCall && self.step() < last.min(edited) {
                // It was accepted in this very state, so it is again.
                let answer = timeline.answer_at(self.step());
                let Some(Ok(_)) = answer.map(|answer| self.machine.answer(answer)) else {
                    break;
                };
            }
            if self.step() == at {
                break;
            }
            if self.step() == edited {
                timeline.lines.edit_again(&mut self.machine);
            }
        }
        self.step() - before
    }

    /// The state where it is, to come back to.
    pub(super) fn save(&mut self) -> Snapshot {
        self.machine.snapshot()
    }

    /// Comes back to a state that it has saved.
    pub(super) fn come_back(&mut self, snapshot: &Snapshot) {
        self.machine.restore(snapshot);
    }
}
