//! Time: every state of a run, by its number.
//!
//! The same module, arguments and answers of the host give the same state at step *n*,
//! always. So a few saved states and a log of what the host said are enough to reach any
//! state of the past: by putting back the nearest one saved before it, and running forward.

mod timeline;

pub use timeline::{Arrival, History, Timeline};
