//! What a person asks about a value: who wrote it, who reads it, where it comes from.

use wasmscope::runtime::{Machine, ObjectKind, Ref, Value};
use wasmscope::syntax::{CodeIdx, LocalIdx};
use wasmscope::time::{
    LastWriter, Location, NextReader, Origin, ReaderSearch, Timeline, WriterSearch,
};
use wasmscope::view::{Lens, Place, Referent, referent};

use super::debugger::Debugger;
use super::program::Program;

/// A value that is on the page. Frames count from the innermost one, 0; what belongs to an
/// instance is the innermost frame's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what it is called on the page")]
pub enum Asked {
    Operand {
        frame: usize,
        index: usize,
    },
    Local {
        frame: usize,
        index: u32,
    },
    Global(u32),
    Memory {
        memory: u32,
        address: u64,
        length: u64,
    },
    Table {
        table: u32,
        index: u64,
    },
    Field {
        object: u64,
        index: u64,
    },
    Result(usize),
}

impl Asked {
    /// What a reference at the place refers to; `None` when there is none.
    #[must_use]
    pub fn referent(self, debugger: &Debugger) -> Option<Referent> {
        let (machine, texts) = (debugger.machine()?, debugger.texts());
        let lens = Lens {
            main: debugger.instance(),
            positions: Some(&texts),
        };
        match self.location(debugger)?.value(machine)? {
            Value::Ref(_, reference) => Some(referent(machine, reference, lens)),
            _ => None,
        }
    }

    /// The place in a machine; `None` when there is none.
    fn location(self, debugger: &Debugger) -> Option<Location> {
        let machine = debugger.machine()?;
        let innermost = machine.frames().len().checked_sub(1);
        let depth = |frame: usize| innermost?.checked_sub(frame);
        let instance = Place::innermost(machine).map(|place| place.frame.instance);
        let instance = machine.store().instance(instance.or(debugger.instance())?);
        Some(match self {
            Self::Operand { frame, index } => Location::Operand {
                depth: depth(frame)?,
                index,
            },
            Self::Local { frame, index } => Location::Local {
                depth: depth(frame)?,
                local: LocalIdx(index),
            },
            Self::Global(index) => Location::Global(*instance.globals.get(index as usize)?),
            Self::Memory {
                memory,
                address,
                length,
            } => Location::Memory {
                memory: *instance.memories.get(memory as usize)?,
                addr: address,
                len: length,
            },
            Self::Table { table, index } => Location::Table {
                table: *instance.tables.get(table as usize)?,
                index,
            },
            Self::Field { object, index } => Location::Field {
                object: object_of(machine, object)?,
                index,
            },
            Self::Result(index) => Location::Result(index),
        })
    }
}

/// The object of a number.
pub(super) fn object_of(machine: &Machine, number: u64) -> Option<Ref> {
    let mut objects = machine.store().heap().objects();
    let (addr, object) = objects.find(|(addr, _)| addr.number() == number)?;
    Some(match object.kind {
        ObjectKind::Struct(_) => Ref::Struct(addr),
        ObjectKind::Array(_) => Ref::Array(addr),
        ObjectKind::Exn(_) => Ref::Exn(addr),
    })
}

/// What is asked about a value, and the search for the answer.
#[derive(Debug)]
pub enum Question {
    /// Who wrote it last.
    Writer(WriterSearch, Option<LastWriter>),
    /// Who reads it next.
    Reader(ReaderSearch, Option<NextReader>),
    /// Where it comes from.
    Origin(Origin),
}

/// What is to be known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Who wrote it last.
    Writer,
    /// Who reads it next.
    Reader,
    /// Where it comes from: so many nodes at most, those at the side as well or not.
    Origin(usize, bool),
}

impl Question {
    /// About a place in the state that is looked at; `None` when there is no such place.
    #[must_use]
    pub fn new(debugger: &Debugger, asked: Asked, wants: Wants) -> Option<Self> {
        let location = asked.location(debugger)?;
        let timeline = &debugger.started.as_ref()?.timeline;
        Some(match wants {
            Wants::Writer => Self::Writer(WriterSearch::new(timeline, location)?, None),
            Wants::Reader => Self::Reader(ReaderSearch::new(timeline, location)?, None),
            Wants::Origin(most, sides) => {
                let mut origin = Origin::new(timeline, location, most)?;
                origin.with_sides(sides);
                Self::Origin(origin)
            }
        })
    }

    /// Looks at about so many steps. The step that it has come to; `None` when there was
    /// nothing more to look at.
    pub fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        let program = debugger.program().cloned();
        let started = debugger.started.as_mut()?;
        let positions = |code: CodeIdx, pc: u32| Program::place_of(program.as_deref()?, code, pc);
        let lens = Lens {
            main: Some(started.instance),
            positions: Some(&positions),
        };
        let timeline = &mut started.timeline;
        match self {
            Self::Writer(search, found @ None) => {
                *found = search.go_on(timeline, fuel, lens);
                Some(search.step())
            }
            Self::Reader(search, found @ None) => {
                *found = search.go_on(timeline, fuel, lens);
                Some(search.step())
            }
            Self::Origin(origin) if !origin.is_complete() => {
                origin.go_on(timeline, fuel);
                Some(origin.step())
            }
            _ => None,
        }
    }

    /// Whether the answer is known.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self {
            Self::Writer(_, found) => found.is_some(),
            Self::Reader(_, found) => found.is_some(),
            Self::Origin(origin) => origin.is_complete(),
        }
    }
}

impl Debugger {
    /// What tells this past from every other one: of other programs, of other starts, and of
    /// other branches.
    #[must_use]
    pub fn past(&self) -> (u64, u64) {
        let started = self.started.as_ref();
        let forks = started.map_or(0, |started| started.timeline.forks());
        (self.generation(), forks)
    }
}

/// A timeline to be asked, of a debugger that has started something.
pub(super) fn timeline(debugger: &mut Debugger) -> Option<&mut Timeline> {
    debugger
        .started
        .as_mut()
        .map(|started| &mut started.timeline)
}
