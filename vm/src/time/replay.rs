//! A run once more, apart from the timeline that knows it.

use super::Timeline;
use super::lines::BranchId;
use crate::exec::{Answer, Edit, Outcome};
use crate::runtime::{Machine, Status};
use std::collections::BTreeMap;

/// A machine that does again what a branch of a timeline did: with the same answers and
/// changes, and on from there as far as no host is asked.
#[derive(Clone, Debug)]
pub struct Replay {
    pub(super) machine: Machine,
    answers: BTreeMap<u64, Answer>,
    edits: BTreeMap<u64, Vec<Edit>>,
    /// The last step that the branch has come to.
    pub(super) known: u64,
    /// What people call it.
    pub(super) name: String,
}

impl Timeline {
    /// Does a branch again from a state on that is saved at a step or before. `None` when
    /// there is no such branch.
    #[must_use]
    pub fn replay(&self, id: BranchId, step: u64) -> Option<Replay> {
        let line = self.lines.get(id)?;
        let (_, saved) = self.lines.base(id, step)?;
        let mut machine = self.machine.clone();
        machine.restore(&saved.snapshot);
        Some(Replay {
            machine,
            answers: self.lines.answers(id),
            edits: self.lines.all_edits(id),
            known: line.known,
            name: line.name.clone(),
        })
    }
}

impl Replay {
    /// Gives it another name to be called by.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// What the host says to the call that comes next, if it is known.
    pub(super) fn answer(&self) -> Option<&Answer> {
        self.answers.get(&self.machine.steps())
    }

    /// Whether the state was changed by hand.
    pub(super) fn is_changed(&self) -> bool {
        self.edits.contains_key(&self.machine.steps())
    }

    pub(super) fn is_over(&self) -> bool {
        *self.machine.status() != Status::Running
    }

    /// Executes one instruction; false when it cannot be, because the program has ended, the
    /// host would have to be asked, or there is no memory.
    pub(super) fn step(&mut self) -> bool {
        let before = self.machine.steps();
        if self.machine.run(1) == Outcome::HostCall
            && self.machine.steps() == before
            && let Some(answer) = self.answers.get(&before)
        {
            // It was accepted in this very state, so it is again.
            let _ = self.machine.answer(answer);
        }
        let moved = self.machine.steps() > before;
        if moved && !self.edits.is_empty() {
            let edits = self.edits.get(&self.machine.steps());
            for edit in edits.into_iter().flatten() {
                let _ = self.machine.edit(edit);
            }
        }
        moved
    }
}
