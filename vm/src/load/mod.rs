//! From text or bytes to a module that may run.
//!
//! Text is assembled by the `wast` crate and checked by `wasmparser`; what is
//! ours here is where every instruction stands in the text, and problems in
//! words that help a person who is learning. Nothing here executes anything.

pub mod assemble;
pub(crate) mod diagnose;
pub mod diagnostic;
pub mod source;
pub mod suggest;

pub use assemble::{Assembled, assemble, check};
pub use diagnostic::{Diagnostic, Kind};
pub use source::{LineColumn, LineIndex, SourceMap, Span};
