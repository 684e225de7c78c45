//! The branches that there are, as people see them.

use super::Timeline;
use super::lines::BranchId;

/// A branch, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// By which it is named to the timeline.
    pub id: BranchId,
    /// Its name: `main`, or `branch` and a number, until it is given another one.
    pub name: String,
    /// The branch that it was made from; `None` for the run as it began, or when that
    /// branch was removed.
    pub parent: Option<BranchId>,
    /// The step where it was made: the states before it are those of the parent.
    pub from: u64,
    /// What was changed there, in words; empty for the run as it began.
    pub why: String,
    /// The last step that it has come to.
    pub known: u64,
    /// Whether it is the one that is looked at.
    pub is_current: bool,
}

impl Timeline {
    /// The branches, in the order of their making.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch> {
        let seen = self.lines.all().filter(|(_, line)| !line.removed);
        let branch = seen.map(|(id, line)| Branch {
            id,
            name: line.name.clone(),
            parent: line
                .parent
                .filter(|parent| self.lines.get(*parent).is_some()),
            from: line.from,
            why: line.why.clone(),
            known: line.known,
            is_current: id == self.lines.current_id(),
        });
        branch.collect()
    }

    /// The branch that is looked at.
    #[must_use]
    pub fn branch(&self) -> BranchId {
        self.lines.current_id()
    }
}
