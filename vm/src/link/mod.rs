//! Links: a program, and where in its run to stand, in the fragment of an address.
//!
//! `#w1d.<payload>.<check>`: version 1, codec `d` (raw deflate) or `j` (plain). The
//! payload is a JSON object in base64url without padding; the check is the CRC-32 of
//! the payload as it stands in the link, as six base62 digits, so that a link which was
//! cut anywhere is recognised. `&step=`, `&view=` and `&embed=1` may follow: people type
//! them, so nothing checks them.

mod base64;
mod check;
mod codec;
mod error;
mod modules;
mod payload;

pub use codec::{decode, encode};
pub use error::{LinkError, Recovered, TooLarge};

use crate::runtime::MachineLimits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The bytes of JSON that a link may hold: 8 MiB.
pub const MOST_BYTES: usize = 8 << 20;

/// The modules that a link may hold beside the program.
pub const MOST_MODULES: usize = 32;

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The program.
    pub program: Program,
    /// Modules whose exports satisfy its imports, in the order in which they are shown.
    pub modules: Vec<Linked>,
    /// The export to call.
    pub entry: Option<String>,
    /// Its arguments, each as `type:text` (`i32:5`).
    pub args: Vec<String>,
    /// The words that a program on WASI is given after its own name.
    pub words: Vec<String>,
    /// What such a program is given on standard input.
    pub input: Option<String>,
    /// The step to stand at.
    pub step: Option<u64>,
    /// How the page is arranged.
    pub view: Option<String>,
    /// Where to stop.
    pub breakpoints: Vec<Breakpoint>,
    /// What a person called it.
    pub title: Option<String>,
    /// The limits that are not the usual ones, by name (see [`MachineLimits::changed`]).
    pub limits: BTreeMap<String, u64>,
    /// Whether the page is shown within another.
    pub embed: bool,
    /// Members of the payload that this version does not know or cannot read, each
    /// with its JSON text. They are written back as they are.
    pub unknown: BTreeMap<String, String>,
}

/// The program of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// Source text.
    Text(String),
    /// A binary module.
    Binary(Vec<u8>),
}

/// A module that a program of a link imports from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The name that it is imported by.
    pub name: String,
    /// The module.
    pub program: Program,
    /// Where to stop in it.
    pub breakpoints: Vec<Breakpoint>,
}

/// A breakpoint of a link, written as JavaScript gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Breakpoint {
    /// At a line of the source.
    Line {
        /// From 1.
        line: u32,
        /// From 1, in UTF-16 units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
    },
    /// At an instruction of a function.
    Instr {
        /// The function.
        func: FuncRef,
        /// The instruction's index, from 0; the first when there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pc: Option<u32>,
    },
    /// Anything else that can be waited for, or with more to it: words as they are typed on
    /// the page, those at the end left out that are empty. They are what is waited for
    /// (`write`, `local`, `instruction`), of what (`0x40, 4`), the condition, the hit from
    /// which on it stops, the message, and `once`, `off` or both.
    Event(Vec<String>),
}

/// A function, by number or name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FuncRef {
    /// Its index; imported functions count.
    Index(u32),
    /// Its name.
    Name(String),
}

impl Link {
    /// A link to a program and nothing else.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self {
            program,
            modules: Vec::new(),
            entry: None,
            args: Vec::new(),
            words: Vec::new(),
            input: None,
            step: None,
            view: None,
            breakpoints: Vec::new(),
            title: None,
            limits: BTreeMap::new(),
            embed: false,
            unknown: BTreeMap::new(),
        }
    }

    /// The payload, as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        payload::write(self)
    }

    /// The limits to run with: the usual ones, but for those that the link changes.
    #[must_use]
    pub fn machine_limits(&self) -> MachineLimits {
        let mut limits = MachineLimits::default();
        for (name, value) in &self.limits {
            let size = usize::try_from(*value).unwrap_or(usize::MAX);
            match name.as_str() {
                "memoryPages" => limits.memory_pages = *value,
                "tableElements" => limits.table_elements = *value,
                "frames" => limits.frames = size,
                "slots" => limits.slots = size,
                "heap" => limits.heap = *value,
                // One of a later version; it is written back.
                _ => {}
            }
        }
        limits
    }
}
