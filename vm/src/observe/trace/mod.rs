//! A whole run as a trace: JSON Lines of version 1, or text for people.
//!
//! Both are made of the same records. Nothing here writes: lines are given to whoever has a
//! file, so that the page and the command give the same ones, byte for byte.

mod filter;
mod lines;
mod meter;
mod quick;
pub mod read;
mod text;
mod writer;

pub use filter::{Filter, FilterError};
pub use lines::{End, Header, ModuleId, line};
pub use meter::Meter;
pub use text::Text;
pub use writer::{Format, Writer};
