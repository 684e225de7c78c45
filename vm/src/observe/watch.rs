//! Records of a whole run.

use super::{Pending, Recorder, StepRecord};
use crate::exec::{Observer, Outcome};
use crate::runtime::Machine;
use crate::view::Lens;
use std::ops::ControlFlow;

/// An observer that hands each record, and the machine after the instruction, to a
/// function. `Break` stops the run there.
pub struct Watch<'a, F> {
    recorder: Recorder<'a>,
    pending: Option<Pending>,
    each: F,
}

impl<'a, F: FnMut(StepRecord, &Machine) -> ControlFlow<()>> Watch<'a, F> {
    /// Watches from there.
    pub fn new(lens: Lens<'a>, each: F) -> Self {
        Self {
            recorder: Recorder::new(lens),
            pending: None,
            each,
        }
    }
}

impl<F: FnMut(StepRecord, &Machine) -> ControlFlow<()>> Observer for Watch<'_, F> {
    fn before(&mut self, machine: &Machine) {
        self.pending = self.recorder.before(machine);
    }

    fn after(&mut self, machine: &Machine) -> ControlFlow<()> {
        match self.pending.take() {
            Some(pending) => (self.each)(pending.after(machine), machine),
            None => ControlFlow::Continue(()),
        }
    }
}

/// Executes at most `fuel` instructions and keeps the records of all of them.
pub fn record_run(machine: &mut Machine, fuel: u64, lens: Lens<'_>) -> (Outcome, Vec<StepRecord>) {
    let mut records = Vec::new();
    let mut watch = Watch::new(lens, |record, _: &Machine| {
        records.push(record);
        ControlFlow::Continue(())
    });
    let outcome = machine.run_observed(fuel, &mut watch);
    (outcome, records)
}
