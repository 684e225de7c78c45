//! Questions to history, a part at a time, so that they can be given up.

use super::{SLICE, Session};
use wasmscope::observe::{Condition, Target};
use wasmscope::runtime::Machine;
use wasmscope::time::{Find, LastWriter, Location, MOST_FOUND, Origin, WriterSearch};

/// What was asked was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GivenUp;

/// The place of a target, as history knows it.
pub(crate) fn location_of(target: Target) -> Location {
    match target {
        Target::Local { depth, local } => Location::Local { depth, local },
        Target::Operand { depth, index } => Location::Operand { depth, index },
        Target::Global { global, .. } => Location::Global(global),
        Target::Memory {
            memory,
            addr,
            bytes,
            ..
        } => Location::Memory {
            memory,
            addr,
            len: bytes.into(),
        },
        Target::Table { table, element, .. } => Location::Table {
            table,
            index: element,
        },
    }
}

impl Session {
    /// Who wrote a place of this state last; `None` when there is no such place.
    pub(crate) fn last_writer(&mut self, place: Location) -> Result<Option<LastWriter>, GivenUp> {
        let Some(mut search) = WriterSearch::new(&self.timeline, place) else {
            return Ok(None);
        };
        let places = self.places();
        loop {
            let found = search.go_on(&mut self.timeline, SLICE, places.lens());
            if found.is_some() {
                return Ok(found);
            }
            if self.is_interrupted() {
                return Err(GivenUp);
            }
        }
    }

    /// Where what a place of this state holds comes from, so many nodes of it at most; `None`
    /// when there is no such place.
    pub(crate) fn origin(
        &mut self,
        place: Location,
        most: usize,
    ) -> Result<Option<Origin>, GivenUp> {
        let Some(mut origin) = Origin::new(&self.timeline, place, most) else {
            return Ok(None);
        };
        while !origin.is_complete() {
            if self.is_interrupted() {
                return Err(GivenUp);
            }
            origin.go_on(&mut self.timeline, SLICE);
        }
        Ok(Some(origin))
    }

    /// All states of the run, as far as it is known, in which a condition holds.
    pub(crate) fn find(&mut self, condition: &Condition) -> Result<Find, GivenUp> {
        let main = self.main();
        let mut holds = |machine: &Machine| condition.holds_in(machine, main);
        let mut find = Find::new(0, u64::MAX, MOST_FOUND);
        while !find.is_complete() {
            if self.is_interrupted() {
                return Err(GivenUp);
            }
            find.go_on(&mut self.timeline, SLICE, &mut holds);
        }
        Ok(find)
    }
}
