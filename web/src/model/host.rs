//! Who answers the calls of a program, and who is shown its steps.

use wasmscope::exec::{Answer, HostCall};
use wasmscope::runtime::Machine;

/// What a host says to a call.
#[derive(Debug)]
pub enum Reply {
    /// The results.
    Answer(Answer),
    /// Nothing yet: a person or a promise will answer.
    Later,
}

/// Whoever answers the calls of the program.
pub trait Host {
    /// Answers a call, or says that the answer comes later.
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply;

    /// Whether a run gives way after the last answer, so that it can be seen.
    fn is_to_be_seen(&self) -> bool {
        false
    }
}

/// Whoever is shown each step.
pub trait Watch {
    /// Whether it wants to be shown anything at all.
    fn is_watching(&self) -> bool;
    /// Called before an instruction.
    fn before(&mut self, machine: &Machine);
    /// Called after an instruction that was executed.
    fn after(&mut self, machine: &Machine);
}

/// Whoever answers nothing now, and looks at nothing.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Host for Nobody {
    fn call(&mut self, _: &Machine, _: &HostCall) -> Reply {
        Reply::Later
    }
}

impl Watch for Nobody {
    fn is_watching(&self) -> bool {
        false
    }

    fn before(&mut self, _: &Machine) {}

    fn after(&mut self, _: &Machine) {}
}
