//! Changing the past by hand, and the branches that come of it.

use wasmscope::exec::Edit;
use wasmscope::runtime::{InstanceAddr, Machine, Value};
use wasmscope::syntax::ValType;
use wasmscope::time::{Branch, BranchId, Comparison};
use wasmscope::view::Place;

use super::debugger::Debugger;

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
}

const NOTHING: &str = "nothing runs that could be changed";
const NO_PLACE: &str = "there is no such place to be changed";

impl Debugger {
    /// The type of what a place holds; nothing where there is no such place.
    #[must_use]
    pub fn type_of(&self, spot: Spot) -> Option<ValType> {
        let machine = self.machine()?;
        let place = |frame: usize| {
            let depth = machine.frames().len().checked_sub(frame.checked_add(1)?)?;
            Place::at(machine, depth)
        };
        match spot {
            Spot::Local { frame, index } => {
                let locals = place(frame)?.locals();
                Some(locals.get(index as usize)?.ty())
            }
            Spot::Operand(index) => Some(place(0)?.operands().get(index)?.ty()),
            Spot::Global(index) => {
                let module = place(0)?.module;
                Some(module.globals.get(index as usize)?.value)
            }
        }
    }

    /// Changes a place to a value. Says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why it cannot be changed so; then nothing is.
    pub fn change(&mut self, spot: Spot, value: Value) -> Result<bool, String> {
        let machine = self.machine().ok_or(NOTHING)?;
        let last = machine.frames().len().checked_sub(1).ok_or(NOTHING)?;
        let edit = match spot {
            Spot::Local { frame, index } => Edit::Local {
                depth: last.checked_sub(frame).ok_or(NO_PLACE)?,
                index,
                value,
            },
            Spot::Operand(index) => Edit::Operand {
                depth: last,
                index,
                value,
            },
            Spot::Global(index) => {
                let instance = machine.store().instance(machine.frames()[last].instance);
                let global = instance.globals.get(index as usize);
                Edit::Global {
                    global: *global.ok_or(NO_PLACE)?,
                    value,
                }
            }
        };
        self.edit(edit)
    }

    /// Changes bytes of a memory, by its index. Says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why they cannot be changed; then nothing is.
    pub fn change_bytes(&mut self, index: u32, addr: u64, bytes: &[u8]) -> Result<bool, String> {
        let machine = self.machine().ok_or(NOTHING)?;
        let frame = machine.frames().last().ok_or(NOTHING)?;
        let instance = machine.store().instance(frame.instance);
        let memory = *instance.memories.get(index as usize).ok_or(NO_PLACE)?;
        self.edit(Edit::Memory {
            memory,
            addr,
            bytes: bytes.into(),
        })
    }

    /// Calls the entry with other arguments, in a branch from step 0 if the run has gone on.
    ///
    /// # Errors
    ///
    /// Why it does not take them, or that this is not step 0; then nothing changes.
    pub fn change_arguments(&mut self, args: Vec<Value>) -> Result<bool, String> {
        self.edit(Edit::Arguments(args))
    }

    fn edit(&mut self, edit: Edit) -> Result<bool, String> {
        if self.visited.is_some() {
            return Err("before step 0 nothing can be changed".to_owned());
        }
        let started = self.started.as_mut().ok_or(NOTHING)?;
        let made = started.timeline.edit(edit);
        made.map_err(|error| error.to_string())
    }

    /// The branches of the run; none when nothing was started.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch> {
        let started = self.started.as_ref();
        started.map_or_else(Vec::new, |started| started.timeline.branches())
    }

    /// Looks at another branch; gives the step where it was left, to be gone to. Nothing,
    /// when there is no such branch.
    pub fn switch(&mut self, id: BranchId) -> Option<u64> {
        let there = self.started.as_mut()?.timeline.switch(id)?;
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
        let started = self.started.as_mut().ok_or(NOTHING)?;
        let removed = started.timeline.remove(id);
        removed.map_err(|error| error.to_string())
    }

    /// Two branches beside each other; nothing when one of them is not there.
    #[must_use]
    pub fn comparison(&self, left: BranchId, right: BranchId) -> Option<Comparison> {
        Comparison::of_branches(&self.started.as_ref()?.timeline, left, right)
    }

    /// The run before the last start, and this one, beside each other; nothing when there was
    /// none, or its memories were too large to be kept.
    #[must_use]
    pub fn comparison_with_before(&self) -> Option<Comparison> {
        let timeline = &self.started.as_ref()?.timeline;
        let now = timeline.replay(timeline.branch(), 0)?;
        Some(Comparison::new(self.before.clone()?, now.named("this run")))
    }

    /// Gives up the run, but keeps what is needed to compare it with the next one.
    pub(super) fn end_run(&mut self) {
        self.keep_to_compare();
        self.started = None;
    }

    /// Keeps what is needed to compare this run with the next one.
    pub(super) fn keep_to_compare(&mut self) {
        let Some(started) = &self.started else { return };
        let (timeline, machine) = (&started.timeline, started.timeline.machine());
        let memories = &machine.store().instance(started.instance).memories;
        let bytes = memories
            .iter()
            .map(|addr| machine.store().memory(*addr).touched());
        if timeline.known() > 0 {
            let replay = timeline.replay(timeline.branch(), 0);
            let replay = replay.filter(|_| bytes.sum::<u64>() <= MOST_KEPT);
            self.before = replay.map(|replay| replay.named("the run before"));
        }
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
