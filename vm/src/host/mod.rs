//! What programs import: the host's side of the machine.
//!
//! The core has no effects. At a call of a host function it stops; here is what is
//! answered, as a function of the machine's state, and what a person is to see of it.

pub mod canvas;
pub mod console;
mod linked;
mod provide;
pub mod spectest;
pub mod wasi;

pub use linked::{Circle, Linked, order};
pub use provide::{Overrides, Provided, Unprovided, provide};

use crate::runtime::{Machine, MemAddr};

/// Memory 0 of the instance that calls; `None` if it has none.
fn memory_of(machine: &Machine) -> Option<MemAddr> {
    let instance = match machine.frames().last() {
        Some(frame) => Some(machine.store().instance(frame.instance)),
        None => machine.store().instances().last(),
    };
    instance?.memories.first().copied()
}
