//! The table of what can be written. It drives dispatch, abbreviations, help and completion.

mod looking;
mod moving;
mod stopping;

use super::Debugger;
use super::verbs::{Group, Takes, Verb};
use looking::{ASKING, LOOKING};
use moving::{BACKWARDS, FORWARDS};
use stopping::{BREAKPOINTS, OTHERS};

/// All of them.
pub(super) const GROUPS: &[Group] = &[
    Group {
        name: "Moving forwards",
        verbs: FORWARDS,
    },
    Group {
        name: "Moving backwards",
        verbs: BACKWARDS,
    },
    Group {
        name: "Breakpoints",
        verbs: BREAKPOINTS,
    },
    Group {
        name: "Looking",
        verbs: LOOKING,
    },
    Group {
        name: "Asking",
        verbs: ASKING,
    },
    Group {
        name: "The debugger",
        verbs: OTHERS,
    },
];
