//! Places that a person can ask about.

use super::span::{Space, Span};
use crate::runtime::{GlobalAddr, Machine, MemAddr, ObjectKind, Ref, Status, TableAddr, Value};
use crate::syntax::{CompositeType, LocalIdx, ValType};
use crate::view::Place;

/// A place where a value lies in the state that is looked at.
///
/// Frames are told by their depth, 0 is the entry; everything else by its address in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// An operand of a frame; 0 is the bottom.
    Operand {
        /// The frame.
        depth: usize,
        /// Which one of its operands.
        index: usize,
    },
    /// A local of a frame.
    Local {
        /// The frame.
        depth: usize,
        /// Which one of its locals, parameters first.
        local: LocalIdx,
    },
    /// A result of the program, which has returned.
    Result(usize),
    /// A global.
    Global(GlobalAddr),
    /// Bytes of a memory.
    Memory {
        /// The memory.
        memory: MemAddr,
        /// The first byte.
        addr: u64,
        /// How many; at least one.
        len: u64,
    },
    /// An element of a table.
    Table {
        /// The table.
        table: TableAddr,
        /// Which one.
        index: u64,
    },
    /// A field of a structure, an element of an array, or a value that an exception carries.
    Field {
        /// A reference to the object.
        object: Ref,
        /// Which one.
        index: u64,
    },
}

/// A place that was found in a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// `None` for bytes.
    pub(super) value: Option<Value>,
    /// The frame that it belongs to.
    pub(super) depth: Option<usize>,
}

impl Location {
    /// What the place holds in a state; `None` where there is no such place, and for bytes.
    #[must_use]
    pub fn value(self, machine: &Machine) -> Option<Value> {
        self.find(machine)?.value
    }

    /// The place and what it holds; `None` when there is none in this state.
    pub(super) fn find(self, machine: &Machine) -> Option<Found> {
        let store = machine.store();
        let found = |space, start, len, value| Found {
            span: Span::new(space, start, len),
            value,
            depth: None,
        };
        match self {
            Self::Operand { depth, index } => {
                let place = Place::at(machine, depth)?;
                let base = place.frame.base + place.code.local_slots;
                slot(&place.operands(), index, base, depth)
            }
            Self::Local { depth, local } => {
                let place = Place::at(machine, depth)?;
                slot(&place.locals(), local.at(), place.frame.base, depth)
            }
            Self::Result(index) => {
                let Status::Returned(results) = machine.status() else {
                    return None;
                };
                let place = slot(results, index, 0, 0)?;
                Some(Found {
                    depth: None,
                    ..place
                })
            }
            Self::Global(addr) => {
                let value = store.globals.get(addr.at())?.value();
                let span = Space::global(addr, value.ty().slots().into());
                Some(found(span.space, span.start, span.len, Some(value)))
            }
            Self::Memory { memory, addr, len } => {
                let holds = store.memories.get(memory.at())?.holds(addr, len);
                (holds && len > 0).then(|| found(Space::Memory(memory), addr, len, None))
            }
            Self::Table { table, index } => {
                let elements = store.tables.get(table.at())?;
                let value = Value::Ref(elements.ty().element, elements.get(index)?);
                Some(found(Space::Table(table), index, 1, Some(value)))
            }
            Self::Field { object, index } => {
                let (start, len, value) = field(machine, object, index)?;
                let number = object.object()?.number();
                Some(found(Space::Object(number), start, len, Some(value)))
            }
        }
    }
}

/// One of the values that lie one after the other from a slot on.
fn slot(values: &[Value], index: usize, base: u32, depth: usize) -> Option<Found> {
    let value = *values.get(index)?;
    let before = values[..index].iter().map(|value| value.ty().slots());
    let start = base + before.sum::<u32>();
    Some(Found {
        span: Span::stack(start as usize, value.ty().slots() as usize),
        value: Some(value),
        depth: Some(depth),
    })
}

/// Where a field lies, and its value; a packed one without sign.
fn field(machine: &Machine, object: Ref, index: u64) -> Option<(u64, u64, Value)> {
    let store = machine.store();
    let found = store.heap().get(object.object()?)?;
    let at = usize::try_from(index).ok()?;
    let one_of = |types: &mut dyn Iterator<Item = ValType>| {
        let values = Value::read_all(types, found.slots());
        let before = values.get(..at)?.iter().map(|value| value.ty().slots());
        Some((u64::from(before.sum::<u32>()), *values.get(at)?))
    };
    match found.kind {
        ObjectKind::Struct(ty) | ObjectKind::Array(ty) => {
            let def = store.types().get(ty);
            match &def.composite {
                CompositeType::Array(element) => {
                    let slots = found.element(element.storage, index)?;
                    let value = Value::from_slots(element.storage.unpacked(), slots);
                    Some((index, 1, value))
                }
                _ => {
                    let mut types = def.fields().iter().map(|field| field.storage.unpacked());
                    let (_, value) = one_of(&mut types)?;
                    Some((index, 1, value))
                }
            }
        }
        ObjectKind::Exn(tag) => {
            let params = &store.tag(tag).ty.params;
            let (start, value) = one_of(&mut params.iter().copied())?;
            Some((start, value.ty().slots().into(), value))
        }
    }
}
