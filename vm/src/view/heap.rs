//! What lies on the heap, with names.

use super::{ValueView, identifier, number};
use crate::runtime::{Machine, Object, ObjectKind, Ref, TagAddr, TypeAddr, Value};
use crate::syntax::{CompositeType, ExternIdx, LocalNames, StorageType, TagIdx};
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

/// An object that a reference refers to, in the names of the first instance that knows its
/// type or tag; `None` when it refers to none.
#[must_use]
pub fn object(machine: &Machine, reference: Ref) -> Option<ObjectView> {
    let object = machine.store().heap().get(reference.object()?)?;
    let (kind, ty, fields, len) = match object.kind {
        ObjectKind::Exn(tag) => {
            let types = machine.store().tag(tag).ty.params.iter().copied();
            let fields = Value::read_all(types, object.slots()).into_iter();
            let fields: Vec<_> = fields.map(|value| plain(None, value)).collect();
            ("exn", tag_name(machine, tag), fields, None)
        }
        ObjectKind::Struct(ty) => {
            let (name, names) = type_names(machine, ty);
            ("struct", name, structure(machine, ty, object, names), None)
        }
        ObjectKind::Array(ty) => {
            let (name, _) = type_names(machine, ty);
            let (len, elements) = array(machine, ty, object);
            ("array", name, elements, Some(len))
        }
    };
    Some(ObjectView {
        kind,
        number: object.number(),
        ty,
        len: len.unwrap_or(fields.len() as u64),
        fields,
    })
}

fn plain(name: Option<Arc<str>>, value: Value) -> FieldView {
    FieldView {
        name,
        storage: None,
        value: value.into(),
    }
}

fn structure(
    machine: &Machine,
    ty: TypeAddr,
    object: &Object,
    names: Option<&LocalNames>,
) -> Vec<FieldView> {
    let def = machine.store().types().get(ty);
    let types = def.fields().iter().map(|field| field.storage.unpacked());
    let values = Value::read_all(types, object.slots());
    let fields = (0..).zip(def.fields()).zip(values);
    let view = fields.map(|((index, field), value)| {
        let name = names.and_then(|names| names.get(&index)).cloned();
        FieldView {
            storage: packed(field.storage),
            ..plain(name, value)
        }
    });
    view.collect()
}

fn array(machine: &Machine, ty: TypeAddr, object: &Object) -> (u64, Vec<FieldView>) {
    let def = machine.store().types().get(ty);
    let CompositeType::Array(element) = def.composite else {
        return (0, Vec::new());
    };
    let len = object.fields();
    let elements = (0..len.min(MOST_ELEMENTS)).filter_map(|index| {
        let slots = object.element(element.storage, index)?;
        let value = Value::from_slots(element.storage.unpacked(), slots);
        Some(FieldView {
            storage: packed(element.storage),
            ..plain(None, value)
        })
    });
    (len, elements.collect())
}

fn packed(storage: StorageType) -> Option<&'static str> {
    match storage {
        StorageType::I8 => Some("i8"),
        StorageType::I16 => Some("i16"),
        StorageType::Val(_) => None,
    }
}

/// What a module calls a type, and its fields.
fn type_names(machine: &Machine, ty: TypeAddr) -> (Option<String>, Option<&LocalNames>) {
    for instance in machine.store().instances() {
        let Some(index) = instance.types.iter().position(|addr| *addr == ty) else {
            continue;
        };
        let index = index as u32;
        let names = &instance.module.names;
        let name = identifier(names.types.get(&index), index);
        return (Some(name), names.fields.get(&index));
    }
    (None, None)
}

/// What a module calls a tag: by its name section, else by an export.
pub(crate) fn tag_name(machine: &Machine, tag: TagAddr) -> Option<String> {
    let instances = machine.store().instances();
    let (instance, index) = instances.iter().find_map(|instance| {
        let index = instance.tags.iter().position(|addr| *addr == tag)?;
        Some((instance, index as u32))
    })?;
    let module = &instance.module;
    if let Some(name) = module.names.tags.get(&index) {
        return Some(identifier(Some(name), index));
    }
    let exported = module.exports.iter();
    let mut exported = exported.filter(|export| export.index == ExternIdx::Tag(TagIdx(index)));
    let name = exported.next().map(|export| export.name.to_string());
    Some(name.unwrap_or_else(|| format!("tag {index}")))
}
