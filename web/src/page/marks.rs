//! Steps that are marked in the timeline: where a breakpoint was hit, what a search found.

use std::sync::Arc;

use leptos::prelude::*;

use super::Page;

/// What a marked step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The run has stopped there at a breakpoint.
    Hit,
    /// A search has found it.
    Found,
}

/// Marks of one kind that are kept at most.
const MOST: usize = 10_000;

impl Page {
    /// Marks these steps, in their order, in place of those marked so before. None takes the
    /// marks away.
    pub fn mark_steps(self, kind: MarkKind, steps: &[u64]) {
        let mut marked = self.marked.get_untracked();
        let all = Arc::make_mut(&mut marked);
        all.retain(|(_, other)| *other != kind);
        all.extend(steps.iter().take(MOST).map(|step| (*step, kind)));
        all.sort_unstable_by_key(|(step, _)| *step);
        self.marked.set(marked);
    }

    /// Marks one step more.
    pub fn mark_step(self, kind: MarkKind, step: u64) {
        let mut marked = self.marked.get_untracked();
        let at = marked.partition_point(|(other, _)| *other < step);
        let here = marked[at..].iter().take_while(|(other, _)| *other == step);
        let is_marked = here.into_iter().any(|(_, other)| *other == kind);
        let of_kind = marked.iter().filter(|(_, other)| *other == kind);
        if !is_marked && of_kind.count() < MOST {
            Arc::make_mut(&mut marked).insert(at, (step, kind));
            self.marked.set(marked);
        }
    }

    /// Nothing is marked any more: the run is another one.
    pub(super) fn forget_marks(self) {
        if self.marked.with_untracked(|marked| !marked.is_empty()) {
            self.marked.set(Arc::default());
        }
    }
}
