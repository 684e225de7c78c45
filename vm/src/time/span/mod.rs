//! From where to where something lasted: the activation of a function, and a loop, pass by
//! pass.
//!
//! Both are looked for by a [`Scout`](super::Scout), in as many parts as one likes, and only
//! in what is known of the run.

mod activation;
mod loops;

pub use activation::{Activation, ActivationSearch};
pub use loops::{LoopRun, LoopSearch, loop_at};
