//! Objects of the heap: structures, arrays and exceptions (sections 4.2.11 to 4.2.13).

use super::{TagAddr, TypeAddr};
use crate::syntax::StorageType;
use std::sync::Arc;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A structure of this type.
    Struct(TypeAddr),
    /// An array of this type.
    Array(TypeAddr),
    /// An exception with this tag.
    Exn(TagAddr),
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    pub(super) number: u64,
    /// The units that it takes.
    pub(super) units: u64,
    pub(super) body: Body,
}

/// What an object holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// Slots: the fields of a structure, the payload of an exception, an array of
    /// references.
    Slots(Arc<[u64]>),
    /// Bytes, little-endian: an array of numbers or vectors.
    Bytes(Arc<[u8]>),
}

impl Body {
    /// Bytes that it takes, unless it is shared with another one.
    pub(super) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        match (self, other) {
            (Self::Slots(one), Some(Self::Slots(other))) if Arc::ptr_eq(one, other) => 0,
            (Self::Bytes(one), Some(Self::Bytes(other))) if Arc::ptr_eq(one, other) => 0,
            (Self::Slots(slots), _) => size_of_val(&**slots),
            (Self::Bytes(bytes), _) => bytes.len(),
        }
    }
}

impl Object {
    /// What it holds, as slots; none for an array of numbers.
    #[must_use]
    pub fn slots(&self) -> &[u64] {
        match &self.body {
            Body::Slots(slots) => slots,
            Body::Bytes(_) => &[],
        }
    }

    /// What an array of numbers holds.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Bytes(bytes) => bytes,
            Body::Slots(_) => &[],
        }
    }

    /// The slots, to be written.
    pub(crate) fn slots_mut(&mut self) -> &mut [u64] {
        match &mut self.body {
            Body::Slots(slots) => Arc::make_mut(slots),
            Body::Bytes(_) => &mut [],
        }
    }

    /// The bytes, to be written.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        match &mut self.body {
            Body::Bytes(bytes) => Arc::make_mut(bytes),
            Body::Slots(_) => &mut [],
        }
    }

    /// An element of an array of this type as slots, zero-extended; `None` past the end.
    #[must_use]
    pub fn element(&self, element: StorageType, index: u64) -> Option<[u64; 2]> {
        let index = usize::try_from(index).ok()?;
        match &self.body {
            Body::Slots(slots) => Some([*slots.get(index)?, 0]),
            Body::Bytes(bytes) => {
                let width = element.bytes();
                let start = index.checked_mul(width)?;
                let bytes = bytes.get(start..start.checked_add(width)?)?;
                Some(unpack(bytes))
            }
        }
    }

    /// How many fields, elements or values it has.
    #[must_use]
    pub fn fields(&self) -> u64 {
        self.units - 1
    }

    /// Its number, which is its own for the whole run.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }
}

/// A number of at most 16 bytes, little-endian, as slots.
fn unpack(bytes: &[u8]) -> [u64; 2] {
    let mut all = [0; 16];
    all[..bytes.len()].copy_from_slice(bytes);
    let value = u128::from_le_bytes(all);
    [value as u64, (value >> 64) as u64]
}

/// The low bytes of a value in slots.
pub(crate) fn pack([low, high]: [u64; 2]) -> [u8; 16] {
    (u128::from(low) | u128::from(high) << 64).to_le_bytes()
}
