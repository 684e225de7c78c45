//! Time: every state of a run, by its number.
//!
//! The same module, arguments and answers of the host give the same state at step *n*,
//! always. So a few saved states and a log of what the host said are enough to reach any
//! state of the past: by putting back the nearest one saved before it, and running forward.
//!
//! A change of the past, or another answer of the host there, makes a branch.

mod ask;
mod branch;
mod branches;
mod compare;
mod divergence;
mod goal;
mod keep;
mod likeness;
mod lines;
mod overview;
mod prelude;
mod replay;
mod scout;
mod span;
mod stopping;
mod timeline;
mod words;

pub use ask::*;
pub use branch::Branch;
pub use branches::RemoveError;
pub use compare::{Comparison, Difference};
pub use divergence::{Beginning, Divergence};
pub use goal::Goal;
pub use likeness::{Likeness, Verdict};
pub use lines::BranchId;
pub use overview::{Column, Ending, Overview, Picture};
pub use prelude::{Prelude, PreludeStep};
pub use replay::Replay;
pub use scout::{MOST_SCOUTED, Scout, Scouted};
pub use span::{Activation, ActivationSearch, LoopRun, LoopSearch, loop_at};
pub use stopping::{Halt, Search, Searched};
pub use timeline::{Arrival, History, Timeline};
