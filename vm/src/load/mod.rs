//! From text or bytes to a [`Module`](crate::syntax::Module).

pub mod assemble;
mod body;
mod decode;
pub(crate) mod diagnose;
pub mod diagnostic;
pub mod source;
pub mod suggest;

pub use assemble::{Assembled, assemble, check};
pub use decode::{DecodeError, decode};
pub use diagnostic::{Diagnostic, Kind};
pub use source::{LineColumn, LineIndex, SourceMap, Span};
