//! Branches, runs that have a past in common: making, switching and removing them.

use super::Timeline;
use super::lines::BranchId;
use super::words::words;
use crate::exec::{Edit, EditError};
use crate::runtime::Value;
use std::collections::BTreeMap;

/// Why a branch is not removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveError {
    /// There is no such branch.
    Missing,
    /// It is the one that is looked at.
    Current,
}

impl std::fmt::Display for RemoveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "there is no such branch",
            Self::Current => "this branch is the one looked at; switch to another one first",
        })
    }
}

impl std::error::Error for RemoveError {}

impl Timeline {
    /// Changes the state looked at by hand. It is done again whenever the run comes here.
    ///
    /// In the past, that makes a branch: the run as it was stays. At the last known step,
    /// where there is no future yet that could be lost, the branch looked at goes on with the
    /// changed state. Says whether a branch was made.
    ///
    /// ```
    /// use wasmscope::exec::Edit;
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
    /// use wasmscope::time::{History, Timeline};
    ///
    /// let text = r#"(module (func (export "double") (param $n i32) (result i32)
    ///     (i32.mul (local.get $n) (i32.const 2))))"#;
    /// let program = wasmscope::load::load(text.as_bytes()).unwrap();
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let instance = machine.instantiate(&program.module, &[]).unwrap();
    /// let Some(ExternVal::Func(double)) = machine.store().instance(instance).export("double")
    ///     else { unreachable!() };
    /// machine.enter_call(double, &[Value::I32(4)]).unwrap();
    ///
    /// let mut timeline = Timeline::new(machine, History::default());
    /// timeline.run(u64::MAX);
    /// timeline.seek(0, u64::MAX);
    /// let edit = Edit::Local { depth: 0, index: 0, value: Value::I32(21) };
    /// assert!(timeline.edit(edit).unwrap());
    /// timeline.run(u64::MAX);
    /// assert_eq!(*timeline.machine().status(), Status::Returned(vec![Value::I32(42)]));
    ///
    /// let branches = timeline.branches();
    /// assert_eq!(branches[1].why, "$n of double: 4 → 21");
    /// let here = timeline.switch(branches[0].id).unwrap();
    /// timeline.seek(here, u64::MAX);
    /// timeline.run(u64::MAX);
    /// assert_eq!(*timeline.machine().status(), Status::Returned(vec![Value::I32(8)]));
    /// ```
    ///
    /// # Errors
    /// As [`Machine::edit`](crate::runtime::Machine::edit); then nothing changes.
    pub fn edit(&mut self, edit: Edit) -> Result<bool, EditError> {
        let why = words(&self.machine, &edit);
        self.machine.edit(&edit)?;
        let step = self.step();
        let is_past = step < self.lines.current().known;
        if is_past {
            self.lines.fork(step, why);
            self.lines.changed(step, edit);
        } else {
            self.lines.changed_again(step, edit, &why);
        }
        self.expected.forget_from(step);
        self.forks += 1;
        match self.lines.is_first(step) {
            true => self.save_first(),
            false => self.save(),
        }
        self.look_ahead();
        Ok(is_past)
    }

    /// Goes to the first step and calls the function there with other arguments, as
    /// [`Timeline::edit`] does with [`Edit::Arguments`]; who switches back to the branch that
    /// was looked at finds it where it was left. While nothing is known but the first state, no
    /// branch is made. Says whether one was.
    ///
    /// ```
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
    /// use wasmscope::time::{BranchId, History, Timeline};
    ///
    /// let text = r#"(module (func (export "double") (param $n i32) (result i32)
    ///     (i32.mul (local.get $n) (i32.const 2))))"#;
    /// let program = wasmscope::load::load(text.as_bytes()).unwrap();
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let instance = machine.instantiate(&program.module, &[]).unwrap();
    /// let Some(ExternVal::Func(double)) = machine.store().instance(instance).export("double")
    ///     else { unreachable!() };
    /// machine.enter_call(double, &[Value::I32(4)]).unwrap();
    ///
    /// let mut timeline = Timeline::new(machine, History::default());
    /// timeline.run(2);
    /// assert!(timeline.call_with(vec![Value::I32(21)]).unwrap());
    /// timeline.run(u64::MAX);
    /// assert_eq!(*timeline.machine().status(), Status::Returned(vec![Value::I32(42)]));
    /// assert_eq!(timeline.switch(BranchId(0)), Some(2));
    /// ```
    ///
    /// # Errors
    /// When the function does not take them; then nothing changes but the step looked at.
    pub fn call_with(&mut self, args: Vec<Value>) -> Result<bool, EditError> {
        let (before, here) = (self.branch(), self.step());
        self.seek(self.first(), u64::MAX);
        let made = self.edit(Edit::Arguments(args))?;
        if let Some(line) = self.lines.get_mut(before).filter(|_| made) {
            line.here = here;
        }
        Ok(made)
    }

    /// All that was changed by hand in a branch, and in those that it has its past from, by
    /// step; `None` when there is no such branch.
    #[must_use]
    pub fn edits(&self, id: BranchId) -> Option<BTreeMap<u64, Vec<Edit>>> {
        self.lines.get(id).map(|_| self.lines.all_edits(id))
    }

    /// Looks at another branch, and says at which step it was left: who wants to be there
    /// again seeks it. Until then the machine is in a state of the branch that was saved.
    /// `None`, with nothing changed, when there is no such branch.
    pub fn switch(&mut self, id: BranchId) -> Option<u64> {
        let there = self.lines.get(id)?.here;
        let here = self.step();
        if id == self.lines.current_id() {
            return Some(here);
        }
        self.lines.current_mut().here = here;
        self.lines.set_current(id);
        let (saved, state) = self.lines.base(id, there)?;
        self.machine.restore(&state.snapshot);
        self.keep.at_saved(saved);
        self.forks += 1;
        self.look_ahead();
        Some(there)
    }

    /// Gives a branch another name; false when there is no such branch.
    pub fn rename(&mut self, id: BranchId, name: &str) -> bool {
        let line = self.lines.get_mut(id);
        line.map(|line| name.clone_into(&mut line.name)).is_some()
    }

    /// Removes a branch. Those that were made from it stay, with all of their past.
    ///
    /// # Errors
    /// When it is the one looked at, or there is no such branch; then nothing changes.
    pub fn remove(&mut self, id: BranchId) -> Result<(), RemoveError> {
        self.lines.get(id).ok_or(RemoveError::Missing)?;
        if id == self.lines.current_id() {
            return Err(RemoveError::Current);
        }
        self.lines.remove(id);
        Ok(())
    }
}
