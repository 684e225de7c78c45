//! Watching a run.

use crate::runtime::Machine;
use std::ops::ControlFlow;

/// Something that is shown every step of a run. See [`Machine::run_observed`].
pub trait Observer {
    /// Whether it wants to see steps at all. When it does not, a run is as fast as with
    /// no observer.
    const WATCHES_STEPS: bool = true;

    /// Called before an instruction is executed; it may turn out to be a call of the
    /// host, which is not executed until it is answered, and then there is no `after`.
    fn before(&mut self, machine: &Machine) {
        let _ = machine;
    }

    /// Called after an instruction has been executed. `Break` stops the run here.
    fn after(&mut self, machine: &Machine) -> ControlFlow<()>;
}

/// Watches nothing.
impl Observer for () {
    const WATCHES_STEPS: bool = false;

    fn after(&mut self, _: &Machine) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
