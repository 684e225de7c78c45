//! The branches of a run, and comparing runs.

use wasmscope::runtime::{InstanceAddr, Machine};
use wasmscope::time::{Branch, BranchId, Comparison};

use super::debugger::Debugger;
use super::edit::NOTHING_RUNS;
use crate::text;

/// Bytes of memories up to which the run before is kept, to be compared with.
const MOST_KEPT: u64 = 32 << 20;

/// A place that a person can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A parameter or local of a frame, of which 0 is the innermost.
    Local {
        /// Which frame.
        frame: usize,
        /// Which local.
        index: u32,
    },
    /// An operand of the innermost frame, the lowest 0.
    Operand(usize),
    /// A global of the innermost frame's instance.
    Global(u32),
    /// An element of a table of the innermost frame's instance.
    Element {
        /// Which table.
        table: u32,
        /// Which element, from 0.
        index: u64,
    },
}

impl Debugger {
    /// The branches of the run; none when nothing was started.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch> {
        let started = self.started.as_ref();
        started.map_or_else(Vec::new, |started| started.timeline.branches())
    }

    /// Looks at another branch; gives the step where it was left, to be gone to. Nothing,
    /// when there is no such branch.
    pub fn switch(&mut self, id: BranchId) -> Option<u64> {
        let started = self.started.as_mut()?;
        let there = started.timeline.switch(id)?;
        started.follow_arguments();
        self.waiting = false;
        Some(there)
    }

    /// Gives a branch another name; false when there is no such branch.
    pub fn rename(&mut self, id: BranchId, name: &str) -> bool {
        let started = self.started.as_mut();
        started.is_some_and(|started| started.timeline.rename(id, name))
    }

    /// Removes a branch that is not the one looked at.
    ///
    /// # Errors
    ///
    /// Why it is not removed.
    pub fn remove_branch(&mut self, id: BranchId) -> Result<(), String> {
        let started = self.started.as_mut().ok_or(NOTHING_RUNS)?;
        let removed = started.timeline.remove(id);
        removed.map_err(|error| error.to_string())
    }

    /// Two branches beside each other; nothing when one of them is not there.
    #[must_use]
    pub fn comparison(&self, left: BranchId, right: BranchId) -> Option<Comparison> {
        Comparison::of_branches(&self.started.as_ref()?.timeline, left, right)
    }

    /// Whether the run before the last start can be compared with: there was one, and its memories
    /// were not too large to be kept.
    #[must_use]
    pub fn keeps_run_before(&self) -> bool {
        self.before.is_some()
    }

    /// The run before the last start, and this one, beside each other; nothing when that is not
    /// kept ([`Debugger::keeps_run_before`]).
    #[must_use]
    pub fn comparison_with_before(&self) -> Option<Comparison> {
        let timeline = &self.started.as_ref()?.timeline;
        let now = timeline.replay(timeline.branch(), 0)?;
        Some(Comparison::new(
            self.before.clone()?,
            now.named(text::BRANCHES_THIS_RUN),
        ))
    }

    /// Gives up the run, but keeps what is needed to compare it with the next one.
    pub(super) fn end_run(&mut self) {
        self.keep_to_compare();
        self.started = None;
    }

    /// Keeps what is needed to compare this run with the next one, and what the host said in it.
    pub(super) fn keep_to_compare(&mut self) {
        let Some(started) = &self.started else { return };
        let timeline = &started.timeline;
        if timeline.known() == 0 {
            return;
        }
        self.begun = timeline.beginning(timeline.branch());
        let store = timeline.machine().store();
        let memories = &store.instance(started.instance).memories;
        let touched = memories.iter().map(|addr| store.memory(*addr).touched());
        let is_small = touched.sum::<u64>() <= MOST_KEPT;
        let replay = is_small.then(|| timeline.replay(timeline.branch(), 0));
        self.before = replay
            .flatten()
            .map(|replay| replay.named(text::BRANCHES_RUN_BEFORE));
    }

    /// How many instructions have to be executed to go to a step.
    #[must_use]
    pub fn estimate(&self, step: u64) -> u64 {
        let started = self.started.as_ref();
        started.map_or(0, |started| started.timeline.estimate(step))
    }

    /// Shows a state below 0 in place of the run's; `None` shows the run again.
    pub fn visit(&mut self, state: Option<(Machine, Option<InstanceAddr>)>) {
        self.visited = state;
    }
}
