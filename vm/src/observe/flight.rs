//! The way of an exception: each handler that is looked at, until one catches it.

use crate::exec::Tried;
use crate::runtime::{Instance, Machine, TagAddr};
use crate::syntax::Catch;
use crate::view::{Lens, Place, identifier, tag_name};
use serde::Serialize;

/// The way of an exception from where it is thrown to where it is caught, or out of the
/// program. See [`explain::flight`](crate::explain::flight).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flight {
    /// What a module calls its tag.
    pub tag: String,
    /// The frames on the way that matter, innermost first: where it is thrown, those with a
    /// `try_table` around, and the one that catches it or the entry. The first
    /// [`Flight::MOST`].
    pub frames: Vec<FlightFrame>,
    /// How many frames that are not listed it passes behind the last that is.
    pub passed: usize,
    /// Whether the last handler of the last frame catches it.
    pub caught: bool,
}

/// A frame that an exception comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlightFrame {
    /// How many frames without any `try_table` it has passed since the one before.
    pub passed: usize,
    /// Which frame; 0 is the entry.
    pub depth: usize,
    /// The function, by its index in its module.
    pub func: u32,
    /// Its name.
    pub name: String,
    /// The instruction that throws, or the call that waits.
    pub pc: u32,
    /// The line of that instruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Each `try_table` around it, innermost first.
    pub handlers: Vec<FlightHandler>,
}

/// A `try_table` that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlightHandler {
    /// Where it is.
    pub pc: u32,
    /// Its line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Its clauses in their order; those behind one that matches are not looked at.
    pub clauses: Vec<FlightClause>,
    /// Whether the last of them catches the exception.
    pub catches: bool,
}

/// A clause that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlightClause {
    /// As it is written, without its label: `catch $e`, `catch_all_ref`.
    pub text: String,
    /// Why it matches, or does not.
    pub why: Why,
    /// Where execution goes on when it matches; the final `end` when it leads out of the
    /// function, which returns.
    pub target: u32,
    /// The line of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Whether it leads out of the function.
    pub leaves: bool,
}

/// Why a clause matches an exception, or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Why {
    /// It is for the exception's tag.
    SameTag,
    /// It is for every exception.
    CatchesAll,
    /// It is for another tag.
    OtherTag {
        /// What a module calls that tag.
        tag: String,
    },
}

impl Why {
    /// Whether the clause matches.
    #[must_use]
    pub fn matches(&self) -> bool {
        !matches!(self, Self::OtherTag { .. })
    }
}

impl Flight {
    /// At most so many frames are listed.
    pub const MOST: usize = 32;

    /// The way of an exception with this tag which the next instruction throws.
    pub(super) fn new(machine: &Machine, lens: &Lens<'_>, thrown: TagAddr) -> Self {
        let tried = machine.tried(thrown);
        let caught = tried.last().is_some_and(|last| last.catches);
        let innermost = machine.frames().len().saturating_sub(1);
        let end = if caught {
            tried.last().map_or(0, |last| last.depth)
        } else {
            0
        };
        let mut depths: Vec<usize> = tried.iter().map(|one| one.depth).collect();
        depths.extend([innermost, end]);
        depths.sort_unstable_by(|a, b| b.cmp(a));
        depths.dedup();
        let mut frames: Vec<FlightFrame> = Vec::new();
        for depth in depths.into_iter().take(Self::MOST) {
            let above = frames.last().map_or(depth, |frame| frame.depth - 1);
            let here = tried.iter().filter(|one| one.depth == depth);
            frames.extend(frame(machine, lens, thrown, depth, above - depth, here));
        }
        Self {
            tag: named(machine, thrown),
            passed: frames.last().map_or(0, |last| last.depth - end),
            frames,
            caught,
        }
    }
}

fn named(machine: &Machine, tag: TagAddr) -> String {
    tag_name(machine, tag).unwrap_or_else(|| "a tag without a name".to_owned())
}

fn frame<'a>(
    machine: &Machine,
    lens: &Lens<'_>,
    thrown: TagAddr,
    depth: usize,
    passed: usize,
    tried: impl Iterator<Item = &'a Tried>,
) -> Option<FlightFrame> {
    let place = Place::at(machine, depth)?;
    let line = |pc| {
        let position = lens.position(machine, place.module, place.func, pc);
        position.map(|(line, _)| line)
    };
    let clause = |(catch, tag): &(Catch, Option<TagAddr>)| FlightClause {
        text: clause_text(place.instance, catch),
        why: match tag {
            None => Why::CatchesAll,
            Some(tag) if *tag == thrown => Why::SameTag,
            Some(tag) => Why::OtherTag {
                tag: named(machine, *tag),
            },
        },
        target: catch.jump.target,
        line: line(catch.jump.target),
        leaves: catch.jump.returns(),
    };
    let handlers = tried.map(|one| FlightHandler {
        pc: one.pc,
        line: line(one.pc),
        clauses: one.clauses.iter().map(clause).collect(),
        catches: one.catches,
    });
    Some(FlightFrame {
        passed,
        depth,
        func: place.func.0,
        name: place.name(),
        pc: place.frame.pc,
        line: line(place.frame.pc),
        handlers: handlers.collect(),
    })
}

/// `catch $e`, `catch_all_ref`.
pub(crate) fn clause_text(instance: &Instance, catch: &Catch) -> String {
    let reference = if catch.with_ref { "_ref" } else { "" };
    match catch.tag {
        Some(tag) => {
            let name = identifier(instance.module.names.tags.get(&tag.0), tag.0);
            format!("catch{reference} {name}")
        }
        None => format!("catch_all{reference}"),
    }
}
