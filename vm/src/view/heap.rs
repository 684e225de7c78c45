//! What lies on the heap, with names.

use super::types::{known, type_name};
use super::{ValueView, identifier, number};
use crate::runtime::{Instance, Machine, Object, ObjectKind, Ref, TagAddr, TypeAddr, Value};
use crate::syntax::{CompositeType, DefType, ExternIdx, StorageType, TagIdx, TypeIdx};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// Elements of an array that are shown.
const MOST_ELEMENTS: u64 = 256;

/// An object of the heap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObjectView {
    /// `struct`, `array` or `exn`.
    pub kind: &'static str,
    /// Its number, its own for the whole run.
    #[serde(serialize_with = "number")]
    pub number: u64,
    /// The name of its type or tag, or its index, where the main module has one.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    /// How many elements an array has, fields a structure, values an exception.
    #[serde(serialize_with = "number")]
    pub len: u64,
    /// The first of them.
    pub fields: Vec<FieldView>,
}

/// A field of a structure, an element of an array, or a value that an exception carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// `i8` and `i16` where it is packed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage: Option<&'static str>,
    /// Its value; that of a packed one without sign.
    #[serde(flatten)]
    pub value: ValueView,
}

/// An exception that nothing has caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExceptionView {
    /// What a module calls its tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// What it carries.
    pub args: Vec<ValueView>,
    /// The object that it is: `exn 3`.
    pub object: String,
}

impl fmt::Display for ObjectView {
    /// `$error (7, "…")`: the tag or type, and what it holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ty = self.ty.as_deref().unwrap_or(self.kind);
        let values: Vec<String> = self.fields.iter().map(ToString::to_string).collect();
        write!(f, "{ty} ({})", values.join(", "))
    }
}

impl fmt::Display for FieldView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} = {}", self.value.text),
            None => f.write_str(&self.value.text),
        }
    }
}

/// A page of the objects of the heap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeapView {
    /// How many objects there are.
    #[serde(serialize_with = "number")]
    pub count: u64,
    /// What they take: one unit for each, and one for each of its fields or elements.
    #[serde(serialize_with = "number")]
    pub units: u64,
    /// The units for which there is room.
    #[serde(serialize_with = "number")]
    pub most: u64,
    /// The page, by number.
    pub objects: Vec<HeapEntry>,
}

/// An object on a page of the heap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeapEntry {
    /// The object.
    #[serde(flatten)]
    pub object: ObjectView,
    /// Whether nothing that the program can reach refers to it any more, so that the next
    /// collection frees it.
    pub garbage: bool,
}

/// At most so many objects of the heap, those with the lowest numbers from `from` on. An
/// object keeps its number, so a page stays the same while the program goes on, but for
/// what is collected.
#[must_use]
pub fn objects(machine: &Machine, from: u64, most: usize) -> HeapView {
    let heap = machine.store().heap();
    let count = heap.objects().count() as u64;
    let mut page: Vec<_> = heap
        .objects()
        .filter(|(addr, _)| addr.number() >= from)
        .collect();
    page.sort_unstable_by_key(|(addr, _)| addr.number());
    page.truncate(most);
    let marks = (!page.is_empty()).then(|| machine.marks());
    let entries = page.into_iter().map(|(addr, object)| HeapEntry {
        object: view(machine, object),
        garbage: marks.as_ref().is_some_and(|marks| !marks.has(addr)),
    });
    HeapView {
        count,
        units: heap.units(),
        most: machine.limits().heap,
        objects: entries.collect(),
    }
}

/// An object that a reference refers to, in the names of the first instance that knows its
/// type or tag; `None` when it refers to none.
#[must_use]
pub fn object(machine: &Machine, reference: Ref) -> Option<ObjectView> {
    let object = machine.store().heap().get(reference.object()?)?;
    Some(view(machine, object))
}

pub(super) fn view(machine: &Machine, object: &Object) -> ObjectView {
    let (kind, ty, fields) = match object.kind {
        ObjectKind::Exn(tag) => {
            let fields = payload(machine, tag, object).into_iter();
            let plain = |value| FieldView {
                name: None,
                storage: None,
                value,
            };
            let fields = fields.map(plain).collect();
            ("exn", tag_name(machine, tag), fields)
        }
        ObjectKind::Struct(ty) => {
            let (name, fields) = Shown::new(machine, ty).both(|shown| shown.structure(object));
            ("struct", name, fields)
        }
        ObjectKind::Array(ty) => {
            let (name, fields) = Shown::new(machine, ty).both(|shown| shown.array(object));
            ("array", name, fields)
        }
    };
    ObjectView {
        kind,
        number: object.number(),
        ty,
        len: object.fields(),
        fields,
    }
}

/// The exception that a program has ended with.
pub(crate) fn uncaught(machine: &Machine, exception: Ref) -> Option<ExceptionView> {
    let object = machine.store().heap().get(exception.object()?)?;
    let ObjectKind::Exn(tag) = object.kind else {
        return None;
    };
    Some(ExceptionView {
        tag: tag_name(machine, tag),
        args: payload(machine, tag, object),
        object: exception.to_string(),
    })
}

/// What an exception carries.
fn payload(machine: &Machine, tag: TagAddr, exception: &Object) -> Vec<ValueView> {
    let known = tag_of(machine, tag);
    let ty = match known {
        Some((instance, index)) => instance.module.tag_type(index),
        None => &machine.store().tag(tag).ty,
    };
    let values = Value::read_all(ty.params.iter().copied(), exception.slots()).into_iter();
    let view = |value| match known {
        Some((instance, _)) => ValueView::named(value, &instance.module),
        None => ValueView::from(value),
    };
    values.map(view).collect()
}

/// A type of objects as the first instance that knows it sees it.
struct Shown<'a> {
    instance: Option<(&'a Instance, TypeIdx)>,
    /// In the indices of the instance, or of the store when none knows it.
    def: &'a DefType,
}

impl<'a> Shown<'a> {
    fn new(machine: &'a Machine, ty: TypeAddr) -> Self {
        let mut instances = machine.store().instances().iter();
        let instance = instances.find_map(|instance| Some((&**instance, known(instance, ty)?)));
        let def = match instance {
            Some((instance, index)) => instance.module.types.get(index),
            None => machine.store().types().get(ty),
        };
        Self { instance, def }
    }

    /// The name of the type, and the fields.
    fn both(&self, fields: impl Fn(&Self) -> Vec<FieldView>) -> (Option<String>, Vec<FieldView>) {
        let name = self
            .instance
            .map(|(instance, index)| type_name(&instance.module, index));
        (name, fields(self))
    }

    fn value(&self, value: Value) -> ValueView {
        match self.instance {
            Some((instance, _)) => ValueView::named(value, &instance.module),
            None => ValueView::from(value),
        }
    }

    fn structure(&self, object: &Object) -> Vec<FieldView> {
        let names = self
            .instance
            .and_then(|(instance, index)| instance.module.names.fields.get(&index.0));
        let fields = self.def.fields();
        let types = fields.iter().map(|field| field.storage.unpacked());
        let values = Value::read_all(types, object.slots());
        let fields = (0..).zip(fields).zip(values);
        let view = fields.map(|((index, field), value)| FieldView {
            name: names.and_then(|names| names.get(&index)).cloned(),
            storage: packed(field.storage),
            value: self.value(value),
        });
        view.collect()
    }

    fn array(&self, object: &Object) -> Vec<FieldView> {
        let CompositeType::Array(element) = self.def.composite else {
            return Vec::new();
        };
        let elements = (0..object.fields().min(MOST_ELEMENTS)).filter_map(|index| {
            let slots = object.element(element.storage, index)?;
            let value = Value::from_slots(element.storage.unpacked(), slots);
            Some(FieldView {
                name: None,
                storage: packed(element.storage),
                value: self.value(value),
            })
        });
        elements.collect()
    }
}

fn packed(storage: StorageType) -> Option<&'static str> {
    match storage {
        StorageType::I8 => Some("i8"),
        StorageType::I16 => Some("i16"),
        StorageType::Val(_) => None,
    }
}

/// The first instance that knows a tag, and what it calls it.
fn tag_of(machine: &Machine, tag: TagAddr) -> Option<(&Instance, TagIdx)> {
    machine.store().instances().iter().find_map(|instance| {
        let index = instance.tags.iter().position(|addr| *addr == tag)?;
        Some((&**instance, TagIdx(index as u32)))
    })
}

/// What a module calls a tag: by its name section, else by an export.
pub(crate) fn tag_name(machine: &Machine, tag: TagAddr) -> Option<String> {
    let (instance, TagIdx(index)) = tag_of(machine, tag)?;
    let module = &instance.module;
    if let Some(name) = module.names.tags.get(&index) {
        return Some(identifier(Some(name), index));
    }
    let exported = module.exports.iter();
    let mut exported = exported.filter(|export| export.index == ExternIdx::Tag(TagIdx(index)));
    let name = exported.next().map(|export| export.name.to_string());
    Some(name.unwrap_or_else(|| format!("tag {index}")))
}
