//! From text or bytes to a [`Module`](crate::syntax::Module) that may run.
//!
//! Text is assembled by the `wast` crate and checked by `wasmparser`; what is
//! ours here is where every instruction stands in the text, problems in words that
//! help a person who is learning, and the module as the machine wants it. Nothing here
//! executes anything.

pub mod assemble;
mod body;
mod decode;
pub(crate) mod diagnose;
pub mod diagnostic;
mod dwarf;
pub(crate) mod fuse;
mod loader;
mod operator;
mod print;
mod program;
pub mod source;
mod stacks;
pub mod suggest;
mod types;
mod waiting;

pub use assemble::{Assembled, assemble, check};
pub use decode::{DecodeError, decode};
pub(crate) use diagnose::mnemonics;
pub use diagnostic::{Diagnostic, Excerpt, Kind};
pub use dwarf::origins;
pub use loader::Loader;
pub use print::print;
pub use program::{PROPOSALS, Program, features, load, load_with};
pub use source::{LineColumn, LineIndex, SourceMap, Span};
pub use stacks::OperandStacks;
