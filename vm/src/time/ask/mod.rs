//! Questions to history: who wrote this, who reads it, where does it come from, when did this
//! hold, does this loop end.
//!
//! An answer follows from executing the past again. What instructions have touched is written
//! on tapes, a stretch at a time ([`tape`]), and what a step on a tape has read and written is
//! told by its instruction ([`flow`], [`reads`]). Every question is a value that is gone on with in parts
//! of about so many steps, and given up by dropping it. The timeline stays where it is and the
//! host is never asked.

mod again;
mod endless;
mod find;
mod flow;
mod location;
mod made;
mod node;
mod origin;
mod places;
mod progress;
mod reads;
mod span;
mod start;
mod tape;
mod visit;
mod written;

pub use again::Again;
pub use endless::{Endless, EndlessSearch};
pub use find::{Find, MOST_FOUND};
pub use location::Location;
pub use node::{OriginInput, OriginKind, OriginNode, Role};
pub use origin::Origin;
pub use progress::{Counter, LoopProgress, in_loop};
pub use span::{Space, Span};
pub use written::{LastWriter, NextReader, ReaderSearch, WriterSearch};
