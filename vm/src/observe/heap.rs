//! Objects of the heap in records.

use super::Values;
use super::effect::beyond;
use super::recorder::MOST_ELEMENTS;
use crate::runtime::{Heap, Instance, Machine, Ref, Value};
use crate::syntax::{CompositeType, DefTypes, ObjectInstr, TypeIdx};
use crate::view::{Place, identifier, number, number_or_none};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What happened to an object.
///
/// `field` is the first field or element touched, and `len` is the number of elements, told
/// where not all of them are given. A packed one is shown as it is stored, without sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the members are those of the trace")]
pub enum HeapEffect {
    /// A field or elements were read.
    Read {
        #[serde(serialize_with = "shown")]
        object: Ref,
        #[serde(serialize_with = "number")]
        field: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Arc<str>>,
        read: Values,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
    /// A field or elements were set.
    Write {
        #[serde(serialize_with = "shown")]
        object: Ref,
        #[serde(serialize_with = "number")]
        field: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Arc<str>>,
        old: Values,
        new: Values,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
        /// The type, in the instruction's module.
        #[serde(skip)]
        ty: TypeIdx,
    },
    /// It was made, and holds this.
    Made {
        #[serde(serialize_with = "shown")]
        object: Ref,
        #[serde(rename = "type")]
        ty: String,
        made: Values,
        #[serde(
            skip_serializing_if = "Option::is_none",
            serialize_with = "number_or_none"
        )]
        len: Option<u64>,
    },
}

fn shown<S: Serializer>(object: &Ref, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(object)
}

/// A range of fields or elements of an object.
#[derive(Clone, Copy)]
struct Part {
    object: Ref,
    /// The type that the instruction knows it by.
    ty: TypeIdx,
    first: u64,
    count: u64,
}

impl Part {
    /// What is there, as many as are kept; `None` when the range is empty or not inside of
    /// the object.
    fn values(self, heap: &Heap, types: &DefTypes) -> Option<Values> {
        let object = heap.get(self.object.object()?)?;
        let end = self.first.checked_add(self.count)?;
        if self.count == 0 || end > object.fields() {
            return None;
        }
        let end = end.min(self.first + MOST_ELEMENTS);
        let def = types.get(self.ty);
        let values: Vec<Value> = match &def.composite {
            CompositeType::Array(element) => (self.first..end)
                .filter_map(|index| {
                    let slots = object.element(element.storage, index)?;
                    Some(Value::from_slots(element.storage.unpacked(), slots))
                })
                .collect(),
            _ => {
                let fields = def.fields().iter().map(|field| field.storage.unpacked());
                let values = Value::read_all(fields, object.slots());
                values.get(self.first as usize..end as usize)?.to_vec()
            }
        };
        Some(Values(values))
    }
}

/// What is read, and what is set.
fn parts(instr: ObjectInstr, popped: &[Value]) -> (Option<Part>, Option<Part>) {
    use ObjectInstr as O;
    let slot = |index: usize| popped.get(index).map_or(0, |value| value.to_slots()[0]);
    let part = |ty, object: usize, first, count| {
        let object = Ref::from_slot(slot(object));
        Some(Part {
            object,
            ty,
            first,
            count,
        })
    };
    match instr {
        O::StructGet { ty, field, .. } => (part(ty, 0, field.into(), 1), None),
        O::StructSet { ty, field } => (None, part(ty, 0, field.into(), 1)),
        O::ArrayGet { ty, .. } => (part(ty, 0, slot(1), 1), None),
        O::ArraySet(ty) => (None, part(ty, 0, slot(1), 1)),
        O::ArrayFill(ty) | O::ArrayInitData { ty, .. } | O::ArrayInitElem { ty, .. } => {
            (None, part(ty, 0, slot(1), slot(3)))
        }
        O::ArrayCopy { dst, src } => (
            part(src, 2, slot(3), slot(4)),
            part(dst, 0, slot(1), slot(4)),
        ),
        O::StructNew(_)
        | O::StructNewDefault(_)
        | O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::ArrayNewData { .. }
        | O::ArrayNewElem { .. }
        | O::ArrayLen
        | O::RefI31
        | O::I31Get(_)
        | O::AnyConvertExtern
        | O::ExternConvertAny => (None, None),
    }
}

/// The type of the object that an instruction makes.
fn made_type(instr: ObjectInstr) -> Option<TypeIdx> {
    use ObjectInstr as O;
    match instr {
        O::StructNew(ty)
        | O::StructNewDefault(ty)
        | O::ArrayNew(ty)
        | O::ArrayNewDefault(ty)
        | O::ArrayNewFixed { ty, .. }
        | O::ArrayNewData { ty, .. }
        | O::ArrayNewElem { ty, .. } => Some(ty),
        _ => None,
    }
}

impl HeapEffect {
    /// What an instruction is about to read and set; new values are still to be read.
    pub(super) fn of(place: &Place<'_>, instr: ObjectInstr, popped: &[Value]) -> Vec<Self> {
        let (heap, module) = (place.machine.store().heap(), place.module);
        let name = |part: Part| {
            let names = module.names.fields.get(&part.ty.0)?;
            names.get(&u32::try_from(part.first).ok()?).cloned()
        };
        let (read, set) = parts(instr, popped);
        let read = read.and_then(|part| {
            Some(Self::Read {
                object: part.object,
                field: part.first,
                name: name(part),
                read: part.values(heap, &module.types)?,
                len: beyond(part.count, MOST_ELEMENTS),
            })
        });
        let set = set.and_then(|part| {
            Some(Self::Write {
                object: part.object,
                field: part.first,
                name: name(part),
                old: part.values(heap, &module.types)?,
                new: Values::default(),
                len: beyond(part.count, MOST_ELEMENTS),
                ty: part.ty,
            })
        });
        read.into_iter().chain(set).collect()
    }

    /// The object that an instruction has made and pushed.
    pub(super) fn made(
        machine: &Machine,
        instance: &Instance,
        instr: ObjectInstr,
        pushed: Value,
    ) -> Option<Self> {
        let (ty, Value::Ref(_, object)) = (made_type(instr)?, pushed) else {
            return None;
        };
        let (heap, module) = (machine.store().heap(), &instance.module);
        let count = heap.get(object.object()?)?.fields();
        let part = Part {
            object,
            ty,
            first: 0,
            count,
        };
        Some(Self::Made {
            object,
            ty: identifier(module.names.types.get(&ty.0), ty.0),
            made: part.values(heap, &module.types).unwrap_or_default(),
            len: beyond(count, MOST_ELEMENTS),
        })
    }

    /// Reads what was set.
    pub(super) fn read_again(&mut self, machine: &Machine, instance: &Instance) {
        let Self::Write {
            object,
            field,
            old,
            new,
            ty,
            ..
        } = self
        else {
            return;
        };
        let part = Part {
            object: *object,
            ty: *ty,
            first: *field,
            count: old.len() as u64,
        };
        let values = part.values(machine.store().heap(), &instance.module.types);
        *new = values.unwrap_or_default();
    }
}
