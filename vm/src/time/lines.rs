//! What is kept of a run and of its branches: a tree.
//!
//! A line is a part of a run: from the step where it forked from another line on, it has
//! snapshots, answers and edits of its own; what comes before is its parent's. So the past
//! that branches have in common is kept once, however many there are.

use crate::exec::{Answer, Edit};
use crate::runtime::Snapshot;
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
pub(super) struct Saved {
    pub(super) snapshot: Arc<Snapshot>,
    /// Bytes that it takes beside the one before it.
    pub(super) bytes: usize,
}

/// A part of a run.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) name: String,
    /// The line that it was forked from; `None` for the first.
    pub(super) parent: Option<BranchId>,
    /// The step where it was: the first that is its own.
    pub(super) from: u64,
    /// What made it another one, in words.
    pub(super) why: String,
    pub(super) snapshots: BTreeMap<u64, Saved>,
    /// What the host said, by step.
    pub(super) answers: BTreeMap<u64, Answer>,
    /// What was changed by hand, by step, in this order.
    pub(super) edits: BTreeMap<u64, Vec<Edit>>,
    /// The last step that it has come to.
    pub(super) known: u64,
    /// The step that was looked at when it was left.
    pub(super) here: u64,
    /// Nobody is to see it any more, but others have their past from it.
    pub(super) removed: bool,
}

/// All lines of a run, and which one is looked at.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// By number. Those that were removed keep their place.
    lines: Vec<Line>,
    current: BranchId,
    /// Bytes that all snapshots take.
    pub(super) bytes: usize,
}

impl Lines {
    /// One line that begins with a snapshot.
    pub(super) fn new(first: Snapshot) -> Self {
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

    pub(super) fn current_id(&self) -> BranchId {
        self.current
    }

    pub(super) fn current(&self) -> &Line {
        &self.lines[self.current.at()]
    }

    pub(super) fn current_mut(&mut self) -> &mut Line {
        &mut self.lines[self.current.at()]
    }

    pub(super) fn set_current(&mut self, id: BranchId) {
        self.current = id;
    }

    /// A line that is there to be seen.
    pub(super) fn get(&self, id: BranchId) -> Option<&Line> {
        self.lines.get(id.at()).filter(|line| !line.removed)
    }

    pub(super) fn get_mut(&mut self, id: BranchId) -> Option<&mut Line> {
        self.lines.get_mut(id.at()).filter(|line| !line.removed)
    }

    /// All lines, removed ones as well.
    pub(super) fn all(&self) -> impl Iterator<Item = (BranchId, &Line)> {
        (0..).map(BranchId).zip(&self.lines)
    }

    /// The line and its parents up to the first, each with the first step that is not its
    /// own any more.
    pub(super) fn chain(&self, id: BranchId) -> impl Iterator<Item = (BranchId, &Line, u64)> {
        let mut next = Some((id, u64::MAX));
        std::iter::from_fn(move || {
            let (id, end) = next?;
            let line = self.lines.get(id.at())?;
            next = line.parent.map(|parent| (parent, end.min(line.from)));
            Some((id, line, end))
        })
    }

    /// The line among those of a branch that a step is the own of.
    pub(super) fn owner(&self, id: BranchId, step: u64) -> BranchId {
        let mut chain = self.chain(id);
        let owner = chain.find(|(_, line, _)| line.from <= step);
        owner.map_or(BranchId(0), |(id, _, _)| id)
    }

    /// The last state of a branch that is saved at a step or before.
    pub(super) fn nearest(&self, id: BranchId, step: u64) -> Option<(u64, &Saved)> {
        self.chain(id).find_map(|(_, line, end)| {
            let end = end.min(step.saturating_add(1));
            let (step, saved) = line.snapshots.range(..end).next_back()?;
            Some((*step, saved))
        })
    }

    /// The first state of a branch, which every other one can be reached from.
    pub(super) fn first(&self, id: BranchId) -> Option<(u64, &Saved)> {
        let from = self.lines.first()?.from;
        self.nearest(id, from)
    }

    /// What the host has said in a branch at a step.
    pub(super) fn answer(&self, id: BranchId, step: u64) -> Option<&Answer> {
        self.lines[self.owner(id, step).at()].answers.get(&step)
    }

    /// Keeps in mind what the host says at a step of the branch that is looked at.
    pub(super) fn set_answer(&mut self, step: u64, answer: Answer) {
        let owner = self.owner(self.current, step);
        self.lines[owner.at()].answers.insert(step, answer);
    }

    /// All that the host has said in a branch.
    pub(super) fn answers(&self, id: BranchId) -> BTreeMap<u64, Answer> {
        let answers = self.answered_in(id, 0..u64::MAX);
        answers
            .map(|(step, answer)| (step, answer.clone()))
            .collect()
    }

    /// What was changed in a branch at a step.
    pub(super) fn edits(&self, id: BranchId, step: u64) -> &[Edit] {
        let edits = &self.lines[self.owner(id, step).at()].edits;
        edits.get(&step).map_or(&[], |edits| edits)
    }

    /// The states of a branch saved at steps of a range, the earliest first.
    pub(super) fn saved_in(
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
    pub(super) fn answered_in(
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
    pub(super) fn edited_after(&self, id: BranchId, step: u64) -> u64 {
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
    pub(super) fn all_edits(&self, id: BranchId) -> BTreeMap<u64, Vec<Edit>> {
        let edits = self.parts(id, 0..u64::MAX).flat_map(|(line, steps)| {
            let own = line.edits.range(steps);
            own.map(|(step, edits)| (*step, edits.clone()))
        });
        edits.collect()
    }

    /// The next step of a branch after another one where something was changed or saved.
    pub(super) fn next_after(&self, id: BranchId, step: u64) -> u64 {
        let saved = self.saved_in(id, step.saturating_add(1)..u64::MAX).next();
        let saved = saved.map_or(u64::MAX, |(step, _)| step);
        saved.min(self.edited_after(id, step))
    }

    /// The last step that two branches have in common, before anything was otherwise.
    pub(super) fn common(&self, left: BranchId, right: BranchId) -> u64 {
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

    /// Saves a state of the branch that is looked at.
    pub(super) fn insert(&mut self, step: u64, snapshot: Snapshot) {
        self.insert_saved(step, Arc::new(snapshot));
    }

    fn insert_saved(&mut self, step: u64, snapshot: Arc<Snapshot>) {
        let owner = self.owner(self.current, step);
        let saved = Saved { snapshot, bytes: 0 };
        self.forget(owner, step);
        self.lines[owner.at()].snapshots.insert(step, saved);
        self.recount(owner, step);
        for (line, step) in self.successors(owner, step) {
            self.recount(line, step);
        }
    }

    /// Forgets a saved state.
    pub(super) fn forget(&mut self, line: BranchId, step: u64) {
        if let Some(saved) = self.lines[line.at()].snapshots.remove(&step) {
            self.bytes -= saved.bytes;
            // What was shared with it counts for those after it.
            for (line, step) in self.successors(line, step) {
                self.recount(line, step);
            }
        }
    }

    /// Forgets all saved states but the first one of each line.
    pub(super) fn forget_all_but_first(&mut self) {
        let own = |(id, line): (BranchId, &Line)| {
            let steps: Vec<u64> = line.snapshots.keys().copied().skip(1).collect();
            (id, steps)
        };
        let all: Vec<(BranchId, Vec<u64>)> = self.all().map(own).collect();
        for (line, steps) in all {
            for step in steps.into_iter().rev() {
                self.forget(line, step);
            }
        }
    }

    /// Forgets what a line has from a step on.
    pub(super) fn cut(&mut self, line: BranchId, from: u64) {
        let own = &mut self.lines[line.at()];
        own.answers.split_off(&from);
        own.edits.split_off(&from);
        let steps: Vec<u64> = own.snapshots.range(from..).map(|(step, _)| *step).collect();
        for step in steps.into_iter().rev() {
            self.forget(line, step);
        }
    }

    /// Counts anew what a saved state takes beside the one before it.
    fn recount(&mut self, line: BranchId, step: u64) {
        let before = step.checked_sub(1);
        let before = before.and_then(|before| self.nearest(line, before));
        // Branches from the first step have first states of their own, which share much.
        let before = before.or_else(|| match line {
            BranchId(0) => None,
            _ => self.first(BranchId(0)),
        });
        let Some(saved) = self.lines[line.at()].snapshots.get(&step) else {
            return;
        };
        let before = before.map(|(_, before)| &*before.snapshot);
        let bytes = saved.snapshot.bytes_beside(before);
        self.bytes = self.bytes + bytes - saved.bytes;
        if let Some(saved) = self.lines[line.at()].snapshots.get_mut(&step) {
            saved.bytes = bytes;
        }
    }

    /// The saved states that come next after a step of a line, one in each branch.
    fn successors(&self, line: BranchId, step: u64) -> Vec<(BranchId, u64)> {
        let (mut found, mut open) = (Vec::new(), vec![(line, step.saturating_add(1))]);
        while let Some((id, start)) = open.pop() {
            let next = self.lines[id.at()].snapshots.range(start..).next();
            let next = next.map(|(step, _)| *step);
            found.extend(next.map(|next| (id, next)));
            if self.lines.len() == 1 {
                break;
            }
            let end = next.unwrap_or(u64::MAX);
            let children = self.all().filter(|(_, child)| {
                child.parent == Some(id) && child.from >= start && child.from <= end
            });
            open.extend(children.map(|(id, child)| (id, child.from)));
        }
        found
    }

    /// How many states are saved.
    pub(super) fn count(&self) -> usize {
        self.lines.iter().map(|line| line.snapshots.len()).sum()
    }

    /// Begins a line at a step of the branch that is looked at, with what was changed there
    /// before, and looks at it from now on.
    pub(super) fn fork(&mut self, step: u64, why: String) {
        let id = BranchId(u32::try_from(self.lines.len()).unwrap_or(u32::MAX));
        let parent = self.owner(self.current, step);
        let edits = self.edits(self.current, step).to_vec();
        self.current_mut().here = step;
        let first = self.first(self.current).filter(|(first, _)| *first == step);
        let first = first.map(|(_, first)| Arc::clone(&first.snapshot));
        self.lines.push(Line {
            name: format!("branch {}", id.0),
            parent: Some(parent),
            from: step,
            why,
            snapshots: BTreeMap::new(),
            answers: BTreeMap::new(),
            edits: BTreeMap::from_iter((!edits.is_empty()).then_some((step, edits))),
            known: step,
            here: step,
            removed: false,
        });
        self.current = id;
        // Without it nothing of the branch could be reached.
        if let Some(first) = first {
            self.insert_saved(step, first);
        }
    }

    /// Keeps in mind a change of the state at a step, which is the last of the branch that is
    /// looked at.
    pub(super) fn changed(&mut self, step: u64, edit: Edit) {
        let owner = self.owner(self.current, step);
        // The state that was saved here is another one.
        self.forget(owner, step);
        let line = &mut self.lines[owner.at()];
        line.edits.entry(step).or_default().push(edit);
    }

    /// Whether a step is the first of all.
    pub(super) fn is_first(&self, step: u64) -> bool {
        self.lines.first().is_some_and(|first| first.from == step)
    }

    /// Removes a line from sight, with all that no other one has its past from.
    pub(super) fn remove(&mut self, id: BranchId) {
        self.lines[id.at()].removed = true;
        let mut next = Some(id);
        while let Some(id) = next {
            let line = &self.lines[id.at()];
            if !line.removed {
                break;
            }
            next = line.parent;
            let children = self.all().filter(|(_, child)| child.parent == Some(id));
            let used = children.filter(|(id, child)| !child.removed || self.is_used(*id));
            let needed = used.map(|(_, child)| child.from).max();
            // The first state of all is what first states of branches share with.
            let from = self.lines[id.at()].from + u64::from(id.0 == 0);
            self.cut(id, needed.unwrap_or(from).max(from));
        }
    }

    /// Whether some line that can be seen has its past from this one.
    fn is_used(&self, id: BranchId) -> bool {
        let seen = self.all().filter(|(_, line)| !line.removed);
        seen.into_iter()
            .any(|(seen, _)| self.chain(seen).any(|(line, _, _)| line == id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Machine, MachineLimits, MemAddr, Memory};
    use crate::syntax::{Limits, MemoryType};

    /// What all saved states take, counted anew.
    fn counted(lines: &Lines) -> usize {
        let saved = lines.all().flat_map(|(id, line)| {
            line.snapshots.iter().map(move |(step, saved)| {
                let before = step.checked_sub(1).and_then(|step| lines.nearest(id, step));
                let first = lines.first(BranchId(0)).filter(|_| id.0 > 0);
                let before = before.or(first).map(|(_, before)| &*before.snapshot);
                saved.snapshot.bytes_beside(before)
            })
        });
        saved.sum()
    }

    /// Small numbers, the same every time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (self.0 >> 33) % limit
        }
    }

    #[test]
    fn bytes_are_counted_right_whatever_is_dropped_in_between() {
        let mut machine = Machine::new(MachineLimits::default());
        let ty = MemoryType {
            limits: Limits { min: 4, max: None },
            is64: false,
            page_bits: 16,
        };
        let memory = Memory::new(ty, machine.limits()).expect("it is small");
        machine.store_mut().add_memory(memory);
        let mut lines = Lines::new(machine.snapshot());
        let mut numbers = Numbers(1);
        for _ in 0..2_000 {
            let step = 1 + numbers.below(200);
            let memory = machine.store_mut().memory_mut(MemAddr(0));
            let addr = numbers.below(64) * 4096;
            memory.write(addr, &[step as u8]).expect("it is inside");
            let id = BranchId(numbers.below(lines.lines.len() as u64) as u32);
            match numbers.below(12) {
                0..6 => lines.insert(step, machine.snapshot()),
                6..8 => lines.forget(lines.owner(id, step), step),
                8 => lines.fork(step - numbers.below(2) * step, String::new()),
                9 if id != lines.current => lines.remove(id),
                _ if lines.get(id).is_some() => lines.set_current(id),
                _ => {}
            }
            assert_eq!(lines.bytes, counted(&lines));
        }
        assert!(lines.lines.len() > 100);
    }
}
