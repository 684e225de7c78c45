//! Making lines and removing them.

use super::{BranchId, Line, Lines};
use crate::exec::Edit;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of the words of a branch, from which on no change more is told.
const MOST_WORDS: usize = 120;

impl Lines {
    /// Begins a line at a step of the branch that is looked at, with what was changed there
    /// before, and looks at it from now on.
    pub(in crate::time) fn fork(&mut self, step: u64, why: String) {
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
    pub(in crate::time) fn changed(&mut self, step: u64, edit: Edit) {
        let owner = self.owner(self.current, step);
        // The state that was saved here is another one.
        self.forget(owner, step);
        let line = &mut self.lines[owner.at()];
        let edits = line.edits.entry(step).or_default();
        if let (Some(Edit::Arguments(last)), Edit::Arguments(args)) = (edits.last_mut(), &edit) {
            // All that the ones before have made is made anew.
            last.clone_from(args);
        } else {
            edits.push(edit);
        }
    }

    /// Keeps in mind a change of the last state that is known. Where the branch was made by
    /// changing this state, that is one more reason for it to be another one.
    pub(in crate::time) fn changed_again(&mut self, step: u64, edit: Edit, why: &str) {
        let count = |lines: &Self| lines.edits(lines.current, step).len();
        let before = count(self);
        self.changed(step, edit);
        let is_more = count(self) > before;
        let line = self.current_mut();
        if line.from == step && !line.why.is_empty() {
            match is_more {
                true if line.why.len() < MOST_WORDS => line.why = format!("{}; {why}", line.why),
                true => {}
                // The arguments, once more.
                false if before == 1 => why.clone_into(&mut line.why),
                false => {}
            }
        }
    }

    /// Whether a step is the first of all.
    pub(in crate::time) fn is_first(&self, step: u64) -> bool {
        self.lines.first().is_some_and(|first| first.from == step)
    }

    /// Removes a line from sight, with all that no other one has its past from.
    pub(in crate::time) fn remove(&mut self, id: BranchId) {
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

    /// Forgets what a line has from a step on.
    fn cut(&mut self, line: BranchId, from: u64) {
        let own = &mut self.lines[line.at()];
        own.answers.split_off(&from);
        own.edits.split_off(&from);
        let steps: Vec<u64> = own.snapshots.range(from..).map(|(step, _)| *step).collect();
        for step in steps.into_iter().rev() {
            self.forget(line, step);
        }
    }
}
