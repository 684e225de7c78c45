//! Trace records as JSON Lines, version 1.

use crate::checksum::crc32;
use crate::observe::Values;
use crate::runtime::{Limit, Machine, MachineLimits, Status, Value};
use crate::syntax::Module;
use crate::view::{self, ExceptionView, TrapView, number};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What the first line says: what runs, and under which limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Header {
    wasmscope_trace: u32,
    module: ModuleId,
    invoke: Option<String>,
    args: Values,
    limits: BTreeMap<String, u64>,
}

/// A module, wherever its file may lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ModuleId {
    /// Its name, when its name section says one.
    name: Option<Arc<str>>,
    /// The CRC-32 of the binary module, eight hexadecimal digits.
    crc32: String,
}

impl ModuleId {
    /// A module.
    #[must_use]
    pub fn of(module: &Module) -> Self {
        Self {
            name: module.names.module.clone(),
            crc32: format!("{:08x}", crc32(&module.bytes)),
        }
    }

    /// The CRC-32 of its bytes, eight hexadecimal digits.
    #[must_use]
    pub fn crc32(&self) -> &str {
        &self.crc32
    }
}

impl Header {
    /// The header of a run of an export, or, without one, of the start function alone.
    #[must_use]
    pub fn new(
        module: ModuleId,
        invoke: Option<&str>,
        args: Vec<Value>,
        limits: &MachineLimits,
    ) -> Self {
        Self {
            wasmscope_trace: 1,
            module,
            invoke: invoke.map(str::to_owned),
            args: Values(args),
            limits: limits.changed(),
        }
    }
}

/// What the last line says: how the run has ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "end", rename_all = "lowercase")]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub enum End {
    Returned {
        results: Values,
        #[serde(serialize_with = "number")]
        steps: u64,
    },
    Trapped {
        trap: TrapView,
        #[serde(serialize_with = "number")]
        steps: u64,
    },
    Thrown {
        exception: Option<ExceptionView>,
        #[serde(serialize_with = "number")]
        steps: u64,
    },
    Exited {
        code: i32,
        #[serde(serialize_with = "number")]
        steps: u64,
    },
    /// There is a next instruction, and no fuel for it.
    Fuel {
        #[serde(serialize_with = "number")]
        steps: u64,
    },
    /// The next instruction needs more than a limit allows of which the program is not told;
    /// or somebody has stopped the run there, which is the limit `interrupt`.
    Limit {
        limit: &'static str,
        #[serde(serialize_with = "number")]
        steps: u64,
    },
}

/// What [`End::Limit`] says of a run that was stopped from outside.
const INTERRUPT: &str = "interrupt";

impl End {
    /// A run that was stopped from outside, before its next instruction.
    #[must_use]
    pub fn interrupted(machine: &Machine) -> Self {
        Self::Limit {
            limit: INTERRUPT,
            steps: machine.steps(),
        }
    }

    /// How the run of a machine has ended; `limit` when it has reached one.
    #[must_use]
    pub fn of(machine: &Machine, limit: Option<Limit>) -> Self {
        let steps = machine.steps();
        match machine.status() {
            Status::Returned(results) => Self::Returned {
                results: Values(results.clone()),
                steps,
            },
            // Nothing was called, so nothing is returned.
            Status::Ready => Self::Returned {
                results: Values::default(),
                steps,
            },
            Status::Trapped(trap) => Self::Trapped {
                trap: TrapView::of(machine, *trap),
                steps,
            },
            Status::Thrown(exception) => Self::Thrown {
                exception: view::uncaught(machine, *exception),
                steps,
            },
            Status::Exited(code) => Self::Exited { code: *code, steps },
            Status::Running => match limit {
                Some(limit) => Self::Limit {
                    limit: limit.name(),
                    steps,
                },
                None => Self::Fuel { steps },
            },
        }
    }
}

impl fmt::Display for End {
    /// `returned i32 5`, `trapped: unreachable`, …
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Returned { results, .. } => {
                f.write_str("returned")?;
                let mut words = results
                    .iter()
                    .map(|value| format!(" {} {value}", value.ty()));
                words.try_for_each(|word| f.write_str(&word))
            }
            Self::Trapped { trap, .. } if trap.detail.is_empty() => {
                write!(f, "trapped: {}", trap.message)
            }
            Self::Trapped { trap, .. } => write!(f, "trapped: {}: {}", trap.message, trap.detail),
            Self::Thrown { exception, .. } => {
                f.write_str("thrown")?;
                let Some(exception) = exception else {
                    return Ok(());
                };
                let values = exception.args.iter();
                let values: Vec<String> = values
                    .map(|arg| format!(" {} {}", arg.ty, arg.text))
                    .collect();
                write!(
                    f,
                    ": {}{}",
                    exception.tag.as_deref().unwrap_or("a tag without a name"),
                    values.concat()
                )
            }
            Self::Exited { code, .. } => write!(f, "exited: {code}"),
            Self::Fuel { .. } => f.write_str("out of fuel"),
            Self::Limit {
                limit: INTERRUPT, ..
            } => f.write_str("interrupted"),
            Self::Limit { limit, .. } => write!(f, "limit reached: {limit}"),
        }
    }
}

/// A header, a record or an end as a line, without its line break.
#[must_use]
pub fn line(of: &impl Serialize) -> String {
    // Strings, numbers, lists and maps with strings as keys can be written always.
    serde_json::to_string(of).unwrap_or_default()
}
