//! The modules of a link beside its program, as they stand in its JSON: `{"n":name, "s":source |
//! "m":base64 module, "b":[breakpoints]}` each.

use super::{Breakpoint, Linked, MOST_MODULES, Program, base64};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct Written {
    n: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    m: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    b: Vec<Breakpoint>,
}

pub(super) fn written(modules: &[Linked]) -> Vec<Written> {
    let write = |linked: &Linked| {
        let (s, m) = match &linked.program {
            Program::Text(text) => (Some(text.clone()), None),
            Program::Binary(bytes) => (None, Some(base64::for_json(bytes))),
        };
        let (n, b) = (linked.name.clone(), linked.breakpoints.clone());
        Written { n, s, m, b }
    };
    modules.iter().map(write).collect()
}

/// The modules; `None` when one of them cannot be read, or there are too many.
pub(super) fn read(written: Vec<Written>) -> Option<Vec<Linked>> {
    let read = |Written { n, s, m, b }: Written| {
        let program = match (s, m) {
            (Some(text), _) => Program::Text(text),
            (None, Some(text)) => match base64::read(&text) {
                (bytes, true) => Program::Binary(bytes),
                _ => return None,
            },
            (None, None) => return None,
        };
        Some(Linked {
            name: n,
            program,
            breakpoints: b,
        })
    };
    let is_few = written.len() <= MOST_MODULES;
    is_few.then(|| written.into_iter().map(read).collect())?
}
