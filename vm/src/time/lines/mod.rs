//! What is kept of a run and of its branches: a tree.
//!
//! A line is a part of a run: from the step where it forked from another line on, it has
//! snapshots, answers and edits of its own; what comes before is its parent's. So the past
//! that branches have in common is kept once, however many there are. Here is what is read of
//! them; [`saved`] counts the bytes of what is saved, [`fork`] makes and removes lines.

mod fork;
mod saved;

use crate::exec::{Answer, Edit};
use crate::runtime::{Machine, Snapshot};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A branch of a run, by the number that it was given; 0 is the run as it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BranchId(pub u32);

impl BranchId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// A saved state.
#[derive(Clone, Debug)]
pub(in crate::time) struct Saved {
    pub(in crate::time) snapshot: Arc<Snapshot>,
    /// Bytes that it takes beside the one before it.
    pub(in crate::time) bytes: usize,
}

/// A part of a run.
#[derive(Clone, Debug)]
pub(in crate::time) struct Line {
    pub(in crate::time) name: String,
    /// The line that it was forked from; `None` for the first.
    pub(in crate::time) parent: Option<BranchId>,
    /// The step where it was: the first that is its own.
    pub(in crate::time) from: u64,
    /// What made it another one, in words.
    pub(in crate::time) why: String,
    pub(in crate::time) snapshots: BTreeMap<u64, Saved>,
    /// What the host said, by step.
    pub(in crate::time) answers: BTreeMap<u64, Answer>,
    /// What was changed by hand, by step, in this order.
    pub(in crate::time) edits: BTreeMap<u64, Vec<Edit>>,
    /// The last step that it has come to.
    pub(in crate::time) known: u64,
    /// The step that was looked at when it was left.
    pub(in crate::time) here: u64,
    /// Nobody is to see it any more, but others have their past from it.
    pub(in crate::time) removed: bool,
}

/// All lines of a run, and which one is looked at.
#[derive(Clone, Debug)]
pub(in crate::time) struct Lines {
    /// By number. Those that were removed keep their place.
    lines: Vec<Line>,
    current: BranchId,
    /// Bytes that all snapshots take.
    pub(in crate::time) bytes: usize,
}

impl Lines {
    /// One line that begins with a snapshot.
    pub(in crate::time) fn new(first: Snapshot) -> Self {
        let step = first.steps();
        let line = Line {
            name: "main".to_owned(),
            parent: None,
            from: step,
            why: String::new(),
            snapshots: BTreeMap::new(),
            answers: BTreeMap::new(),
            edits: BTreeMap::new(),
            known: step,
            here: step,
            removed: false,
        };
        let mut lines = Self {
            lines: vec![line],
            current: BranchId(0),
            bytes: 0,
        };
        lines.insert(step, first);
        lines
    }

    pub(in crate::time) fn current_id(&self) -> BranchId {
        self.current
    }

    pub(in crate::time) fn current(&self) -> &Line {
        &self.lines[self.current.at()]
    }

    pub(in crate::time) fn current_mut(&mut self) -> &mut Line {
        &mut self.lines[self.current.at()]
    }

    pub(in crate::time) fn set_current(&mut self, id: BranchId) {
        self.current = id;
    }

    /// A line that is there to be seen.
    pub(in crate::time) fn get(&self, id: BranchId) -> Option<&Line> {
        self.lines.get(id.at()).filter(|line| !line.removed)
    }

    pub(in crate::time) fn get_mut(&mut self, id: BranchId) -> Option<&mut Line> {
        self.lines.get_mut(id.at()).filter(|line| !line.removed)
    }

    /// All lines, removed ones as well.
    pub(in crate::time) fn all(&self) -> impl Iterator<Item = (BranchId, &Line)> {
        (0..).map(BranchId).zip(&self.lines)
    }

    /// The line and its parents up to the first, each with the first step that is not its
    /// own any more.
    pub(in crate::time) fn chain(
        &self,
        id: BranchId,
    ) -> impl Iterator<Item = (BranchId, &Line, u64)> {
        let mut next = Some((id, u64::MAX));
        std::iter::from_fn(move || {
            let (id, end) = next?;
            let line = self.lines.get(id.at())?;
            next = line.parent.map(|parent| (parent, end.min(line.from)));
            Some((id, line, end))
        })
    }

    /// The line among those of a branch that a step is the own of.
    pub(in crate::time) fn owner(&self, id: BranchId, step: u64) -> BranchId {
        let mut chain = self.chain(id);
        let owner = chain.find(|(_, line, _)| line.from <= step);
        owner.map_or(BranchId(0), |(id, _, _)| id)
    }

    /// The last state of a branch that is saved at a step or before.
    pub(in crate::time) fn nearest(&self, id: BranchId, step: u64) -> Option<(u64, &Saved)> {
        self.chain(id).find_map(|(_, line, end)| {
            let end = end.min(step.saturating_add(1));
            let (step, saved) = line.snapshots.range(..end).next_back()?;
            Some((*step, saved))
        })
    }

    /// The first state of a branch, which every other one can be reached from.
    pub(in crate::time) fn first(&self, id: BranchId) -> Option<(u64, &Saved)> {
        let from = self.lines.first()?.from;
        self.nearest(id, from)
    }

    /// The state that a step of a branch is reached from: the last one saved there or before,
    /// and before everything the first one.
    pub(in crate::time) fn base(&self, id: BranchId, step: u64) -> Option<(u64, &Saved)> {
        self.nearest(id, step).or_else(|| self.first(id))
    }

    /// What the host has said in a branch at a step.
    pub(in crate::time) fn answer(&self, id: BranchId, step: u64) -> Option<&Answer> {
        self.lines[self.owner(id, step).at()].answers.get(&step)
    }

    /// Keeps in mind what the host says at a step of the branch that is looked at.
    pub(in crate::time) fn set_answer(&mut self, step: u64, answer: Answer) {
        let owner = self.owner(self.current, step);
        self.lines[owner.at()].answers.insert(step, answer);
    }

    /// All that the host has said in a branch.
    pub(in crate::time) fn answers(&self, id: BranchId) -> BTreeMap<u64, Answer> {
        let answers = self.answered_in(id, 0..u64::MAX);
        answers
            .map(|(step, answer)| (step, answer.clone()))
            .collect()
    }

    /// What was changed in a branch at a step.
    pub(in crate::time) fn edits(&self, id: BranchId, step: u64) -> &[Edit] {
        let edits = &self.lines[self.owner(id, step).at()].edits;
        edits.get(&step).map_or(&[], |edits| edits)
    }

    /// Changes a machine that has come to a step of the branch that is looked at, as it was
    /// changed by hand there.
    pub(in crate::time) fn edit_again(&self, machine: &mut Machine) {
        for edit in self.edits(self.current, machine.steps()) {
            // It was accepted in this very state, so it is again.
            let _ = machine.edit(edit);
        }
    }

    /// The states of a branch saved at steps of a range, the earliest first.
    pub(in crate::time) fn saved_in(
        &self,
        id: BranchId,
        steps: Range<u64>,
    ) -> impl Iterator<Item = (u64, &Snapshot)> {
        let parts = self.parts(id, steps);
        parts.flat_map(|(line, steps)| {
            let own = line.snapshots.range(steps);
            own.map(|(step, saved)| (*step, &*saved.snapshot))
        })
    }

    /// What the host has said in a branch at steps of a range, the earliest first.
    pub(in crate::time) fn answered_in(
        &self,
        id: BranchId,
        steps: Range<u64>,
    ) -> impl Iterator<Item = (u64, &Answer)> {
        let parts = self.parts(id, steps);
        parts.flat_map(|(line, steps)| {
            let own = line.answers.range(steps);
            own.map(|(step, answer)| (*step, answer))
        })
    }

    /// The next step of a branch after another one where something was changed.
    pub(in crate::time) fn edited_after(&self, id: BranchId, step: u64) -> u64 {
        let after = step.saturating_add(1);
        let edited = self.chain(id).filter_map(|(_, line, end)| {
            let start = after.max(line.from);
            (start < end).then(|| line.edits.range(start..end).next())?
        });
        edited.map(|(step, _)| *step).min().unwrap_or(u64::MAX)
    }

    /// The lines that steps of a branch are the own of, the earliest first, each with those
    /// steps.
    fn parts(&self, id: BranchId, steps: Range<u64>) -> impl Iterator<Item = (&Line, Range<u64>)> {
        let parts = self.chain(id).filter_map(|(_, line, end)| {
            let steps = steps.start.max(line.from)..steps.end.min(end);
            (steps.start < steps.end).then_some((line, steps))
        });
        let parts: Vec<_> = parts.collect();
        parts.into_iter().rev()
    }

    /// All that was changed in a branch.
    pub(in crate::time) fn all_edits(&self, id: BranchId) -> BTreeMap<u64, Vec<Edit>> {
        let edits = self.parts(id, 0..u64::MAX).flat_map(|(line, steps)| {
            let own = line.edits.range(steps);
            own.map(|(step, edits)| (*step, edits.clone()))
        });
        edits.collect()
    }

    /// The next step of a branch after another one where something was changed or saved.
    pub(in crate::time) fn next_after(&self, id: BranchId, step: u64) -> u64 {
        let saved = self.saved_in(id, step.saturating_add(1)..u64::MAX).next();
        let saved = saved.map_or(u64::MAX, |(step, _)| step);
        saved.min(self.edited_after(id, step))
    }

    /// The last step that two branches have in common, before anything was otherwise.
    pub(in crate::time) fn common(&self, left: BranchId, right: BranchId) -> u64 {
        // Where the one leaves the line that the other has as well, the earlier of both.
        let ends = |one, other| {
            let shared = |(id, _, end): (BranchId, &Line, u64)| {
                self.chain(other)
                    .any(|(line, _, _)| line == id)
                    .then_some(end)
            };
            self.chain(one).find_map(shared).unwrap_or(0)
        };
        ends(left, right).min(ends(right, left)).saturating_sub(1)
    }
}
