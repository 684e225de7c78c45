//! From bytes or text to a [`Module`](crate::syntax::Module).

mod body;
mod decode;

pub use decode::{DecodeError, decode};
