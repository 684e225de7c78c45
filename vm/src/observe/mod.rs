//! What an instruction does, as data.
//!
//! A [`StepRecord`] is put together from the machine before an instruction and the machine
//! after it; the loop that executes knows nothing of it. Before, the operands and
//! immediates say what the instruction is about to touch, and it is read; after, it is
//! read again.

mod effect;
mod record;
mod recorder;
mod watch;

pub use effect::{own_operand, taken_branch, takes};
pub use record::{
    Branch, Bytes, CallEffect, Change, HostEffect, Kind, MemEffect, ReturnEffect, Site, StepRecord,
    TableEffect, Values, Variable,
};
pub use recorder::{MOST_BYTES, MOST_ELEMENTS, Pending, Recorder, answer_recorded, step_recorded};
pub use watch::{Watch, record_run};
