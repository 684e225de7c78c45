//! What an instruction does, as data.
//!
//! A [`StepRecord`] is put together from the machine before an instruction and the machine
//! after it; the loop that executes knows nothing of it. Before, the operands and
//! immediates say what the instruction is about to touch, and it is read; after, it is
//! read again.

mod access;
mod condition;
mod effect;
mod flight;
mod heap;
mod kind;
pub mod profile;
mod record;
mod recorder;
mod stops;
mod throw;
pub mod trace;
mod watch;

pub use condition::{Condition, ConditionError, Datum, Message, Moment, Target};
pub(crate) use effect::branch_on;
pub use effect::{own_operand, taken_branch, takes};
pub(crate) use flight::clause_text;
pub use flight::{Flight, FlightClause, FlightFrame, FlightHandler, Why};
pub use heap::HeapEffect;
pub use kind::Kind;
pub use record::{
    Branch, Bytes, CallEffect, Change, HostEffect, MemEffect, ReturnEffect, Site, StepRecord,
    TableEffect, Values, Variable,
};
pub use recorder::{MOST_BYTES, MOST_ELEMENTS, Pending, Recorder, answer_recorded, step_recorded};
pub use stops::{Access, Breakpoint, Event, Hit, Logged, Stops};
pub use throw::{Caught, ThrowEffect};
pub use watch::{Watch, record_run};
