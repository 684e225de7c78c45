//! Exceptions in records.

use super::{Flight, Values};
use crate::exec::Found;
use crate::runtime::Machine;
use crate::view::{Lens, Place, tag_name};
use serde::Serialize;

/// An exception that an instruction threw.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ThrowEffect {
    /// What a module calls its tag.
    pub tag: String,
    /// What it carries.
    pub args: Values,
    /// Where it was caught; absent when nobody has caught it, and the program has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caught: Option<Caught>,
    /// The clause that catches it.
    #[serde(skip)]
    pub found: Option<Found>,
    /// Each handler that it passes on its way.
    #[serde(skip)]
    pub flight: Flight,
}

/// Where an exception was caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caught {
    /// The function, by its index in its module.
    pub func: u32,
    /// The function's name.
    pub name: String,
    /// Its instance, when it is not the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inst: Option<u32>,
    /// The frame; those above it are gone.
    pub depth: usize,
    /// The pc where execution goes on; the final `end` when the clause leads out of the
    /// function, which returns.
    pub pc: u32,
}

impl ThrowEffect {
    /// What the next instruction throws, if it does.
    pub(crate) fn of(machine: &Machine, lens: &Lens<'_>) -> Option<Self> {
        let throwing = machine.throwing()?;
        let caught = throwing.found.and_then(|found| {
            let place = Place::at(machine, found.depth)?;
            Some(Caught {
                func: place.func.0,
                name: place.name(),
                inst: lens.other(place.frame.instance),
                depth: found.depth,
                pc: found.catch.jump.target,
            })
        });
        let tag = tag_name(machine, throwing.tag);
        Some(Self {
            tag: tag.unwrap_or_else(|| "a tag without a name".to_owned()),
            args: Values(throwing.payload),
            caught,
            found: throwing.found,
            flight: Flight::new(machine, lens, throwing.tag),
        })
    }
}
