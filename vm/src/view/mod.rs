//! Pictures of a machine: plain data for whoever shows it, with the member names of the
//! JavaScript interface.
//!
//! Everything is read from the machine when it is asked for; nothing here changes one.
//! Types come from validation ([`crate::syntax::FuncTyping`]), names from the name
//! section.

mod bound;
mod heap;
mod heap_graph;
mod listing;
mod place;
mod referent;
mod state;
mod text;
mod text_types;
mod trap;
mod trap_calls;
mod trap_objects;
mod types;
mod value;

pub use bound::{Bound, Range};
pub use heap::{ExceptionView, FieldView, HeapEntry, HeapView, ObjectView, object, objects};
pub(crate) use heap::{tag_name, uncaught};
pub use heap_graph::{HeapGraph, HeapLink, HeapNode, HeapRoot, heap_graph};
pub use listing::{Listing, listing};
pub use place::{Elsewhere, Lens, Place, Positions};
pub use referent::{FunctionView, Referent, referent};
pub use state::{
    At, FrameView, GlobalView, LabelView, LocalView, MOST_COPIED, MachineState, MemoryView,
    Options, RunStatus, TableView, TrapView, frames, memory, state, state_with,
};
pub(crate) use text::identifier;
pub use text::{immediates, instr_text};
pub(crate) use trap::range;
pub use trap::{Failure, failure};
pub use types::value_type;
pub(crate) use types::{found_type, func_type, reference_type, type_name};
pub use value::{ValueView, lanes};

use serde::Serializer;

/// The largest whole number up to which JavaScript's numbers are exact, 2⁵³ − 1.
pub(crate) const MOST_EXACT: u64 = (1 << 53) - 1;

/// Writes a count or an address so that JavaScript gets a number, never a BigInt.
///
/// # Errors
/// When the serialiser fails.
pub fn number<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    if *value <= MOST_EXACT {
        serializer.serialize_u64(*value)
    } else {
        serializer.serialize_f64(*value as f64)
    }
}

/// As [`number`], for a member that may be absent.
///
/// # Errors
/// When the serialiser fails.
pub fn number_or_none<S: Serializer>(
    value: &Option<u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}
