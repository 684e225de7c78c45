//! Traces as they are read: JSON Lines of version 1, and what can be known of the machine's
//! states from them alone.

mod known;
mod picture;
mod record;

pub use known::Known;
pub use picture::{FrameOf, Picture};
pub use record::{
    BranchOf, CallOf, CaughtOf, ChangeOf, Head, HeapOf, HostOf, Last, MemOf, ModuleOf, Record,
    ReturnOf, TableOf, ThrowOf, TrapOf, VariableOf,
};

use crate::load::mnemonics;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What the first line of a trace begins with.
pub const BEGINNING: &str = "{\"wasmscope_trace\":";

/// A line after the first one.
#[derive(Clone, Debug)]
pub enum Line {
    /// An instruction that was executed.
    Record(Box<Record>),
    /// How the run has ended; nothing follows.
    Last(Last),
}

/// Reads the first line.
///
/// # Errors
/// What was expected, in a sentence without its full stop.
pub fn head(line: &str) -> Result<Head, String> {
    /// What every version has.
    #[derive(Deserialize)]
    struct Version {
        wasmscope_trace: u64,
    }
    let Version { wasmscope_trace } = object(line)?;
    match wasmscope_trace {
        1 => object(line),
        version => Err(format!(
            "this trace is of version {version}, and version 1 is what is read here: take a \
             newer Wasmscope, or write the trace anew"
        )),
    }
}

/// Reads a line after the first one.
///
/// # Errors
/// As [`head`].
///
/// ```
/// use wasmscope::observe::trace::read::{Line, line};
///
/// let text = r#"{"end":"returned","results":["i32:8"],"steps":42}"#;
/// let Ok(Line::Last(last)) = line(text) else { panic!() };
/// assert_eq!((last.end.as_str(), last.steps), ("returned", 42));
/// assert!(line(r#"{"n":1}"#).unwrap_err().contains("func"));
/// ```
pub fn line(line: &str) -> Result<Line, String> {
    match line.starts_with("{\"end\":") {
        true => object(line).map(Line::Last),
        false => object(line).map(Box::new).map(Line::Record),
    }
}

fn object<T: DeserializeOwned>(line: &str) -> Result<T, String> {
    serde_json::from_str(line).map_err(|error| {
        let (text, column) = (error.to_string(), error.column());
        let text = text.split(" at line ").next().unwrap_or_default();
        match column {
            0 => text.to_owned(),
            column => format!("{text} (at column {column})"),
        }
    })
}

/// The type and the text of a value that is written as `type:text`.
#[must_use]
pub fn value_of(typed: &str) -> (&str, &str) {
    typed.split_once(':').unwrap_or(("?", typed))
}

/// The instruction of a name; `None` when there is none such.
#[must_use]
pub fn mnemonic(op: &str) -> Option<&'static str> {
    mnemonics().find(|name| *name == op)
}
