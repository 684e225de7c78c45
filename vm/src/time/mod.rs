//! Time: every state of a run, by its number.
//!
//! The same module, arguments and answers of the host give the same state at step *n*,
//! always. So a few saved states and a log of what the host said are enough to reach any
//! state of the past: by putting back the nearest one saved before it, and running forward.

mod ask;
mod likeness;
mod overview;
mod scout;
mod span;
mod stopping;
mod timeline;

pub use ask::*;
pub use likeness::{Likeness, Verdict};
pub use overview::{Column, Ending, Overview, Picture};
pub use scout::{MOST_SCOUTED, Scout, Scouted};
pub use span::{Activation, ActivationSearch, LoopRun, LoopSearch, loop_at};
pub use stopping::{Halt, Search, Searched};
pub use timeline::{Arrival, History, Timeline};
