//! Values (section 4.2.2) and how they lie in slots.
//!
//! On the stack, in locals and in globals a value is one untyped 64-bit slot, or two
//! for a vector: numbers zero-extended, floats as their bits, references tagged.
//! [`Value`] is the typed form for whoever looks in from outside.

use super::{FuncAddr, ObjectAddr};
use crate::syntax::{RefType, ValType};

/// A value with its type.
///
/// Floats are their bits, so that equality is equality of bits and no NaN is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// A 32-bit integer.
    I32(i32),
    /// A 64-bit integer.
    I64(i64),
    /// The bits of a 32-bit float.
    F32(u32),
    /// The bits of a 64-bit float.
    F64(u64),
    /// A vector.
    V128(u128),
    /// A reference, and the static type of the place that holds it.
    Ref(RefType, Ref),
}

impl Value {
    /// The value's type.
    #[must_use]
    pub fn ty(self) -> ValType {
        match self {
            Self::I32(_) => ValType::I32,
            Self::I64(_) => ValType::I64,
            Self::F32(_) => ValType::F32,
            Self::F64(_) => ValType::F64,
            Self::V128(_) => ValType::V128,
            Self::Ref(ty, _) => ValType::Ref(ty),
        }
    }

    /// The value that a local of this type has at first (section 4.2.1, "default
    /// values").
    #[must_use]
    pub fn default_of(ty: ValType) -> Self {
        Self::from_slots(ty, [0, 0])
    }

    /// A 32-bit float.
    #[must_use]
    pub fn f32(value: f32) -> Self {
        Self::F32(value.to_bits())
    }

    /// A 64-bit float.
    #[must_use]
    pub fn f64(value: f64) -> Self {
        Self::F64(value.to_bits())
    }

    /// The value in a slot, or in two for a vector (the low half first).
    #[must_use]
    pub fn from_slots(ty: ValType, [low, high]: [u64; 2]) -> Self {
        match ty {
            ValType::I32 => Self::I32(low as u32 as i32),
            ValType::I64 => Self::I64(low as i64),
            ValType::F32 => Self::F32(low as u32),
            ValType::F64 => Self::F64(low),
            ValType::V128 => Self::V128(u128::from(low) | u128::from(high) << 64),
            ValType::Ref(ty) => Self::Ref(ty, Ref::from_slot(low)),
        }
    }

    /// The value as slots; the second is zero unless it is a vector.
    #[must_use]
    pub fn to_slots(self) -> [u64; 2] {
        match self {
            Self::I32(value) => [u64::from(value as u32), 0],
            Self::I64(value) => [value as u64, 0],
            Self::F32(bits) => [u64::from(bits), 0],
            Self::F64(bits) => [bits, 0],
            Self::V128(bits) => [bits as u64, (bits >> 64) as u64],
            Self::Ref(_, reference) => [reference.to_slot(), 0],
        }
    }

    /// Appends the value's slots.
    pub(crate) fn push_to(self, slots: &mut Vec<u64>) {
        let [low, high] = self.to_slots();
        slots.push(low);
        if self.ty().slots() == 2 {
            slots.push(high);
        }
    }

    /// Reads values of these types that lie in `slots` one after the other.
    pub(crate) fn read_all(types: impl IntoIterator<Item = ValType>, slots: &[u64]) -> Vec<Self> {
        let mut at = 0;
        let mut read = |ty: ValType| {
            let width = ty.slots() as usize;
            let low = slots.get(at).copied().unwrap_or(0);
            let high = match width {
                2 => slots.get(at + 1).copied().unwrap_or(0),
                _ => 0,
            };
            at += width;
            Self::from_slots(ty, [low, high])
        };
        types.into_iter().map(&mut read).collect()
    }
}

/// A reference (section 4.2.2): what a slot of a reference type holds.
///
/// The slot says by itself what it refers to, since a static type need not. Null is
/// zero, so fresh locals and tables are null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ref {
    /// No reference.
    Null,
    /// A function of the store.
    Func(FuncAddr),
    /// A thing of the host's, by the number that the host gave it.
    Extern(u32),
    /// An integer of 31 bits, without sign.
    I31(u32),
    /// A structure of the heap.
    Struct(ObjectAddr),
    /// An array of the heap.
    Array(ObjectAddr),
    /// An exception of the heap.
    Exn(ObjectAddr),
}

impl Ref {
    const TAG_SHIFT: u32 = 60;
    const NULL: u64 = 0;
    const FUNC: u64 = 1;
    const EXTERN: u64 = 2;
    const INT31: u64 = 3;
    const STRUCT: u64 = 4;
    const ARRAY: u64 = 5;
    const EXN: u64 = 6;

    /// The reference in a slot.
    #[inline]
    #[must_use]
    pub fn from_slot(slot: u64) -> Self {
        match slot >> Self::TAG_SHIFT {
            Self::FUNC => Self::Func(FuncAddr(slot as u32)),
            Self::EXTERN => Self::Extern(slot as u32),
            Self::INT31 => Self::I31(slot as u32),
            Self::STRUCT => Self::Struct(ObjectAddr::from_bits(slot)),
            Self::ARRAY => Self::Array(ObjectAddr::from_bits(slot)),
            Self::EXN => Self::Exn(ObjectAddr::from_bits(slot)),
            _ => Self::Null,
        }
    }

    /// The reference as a slot.
    #[inline]
    #[must_use]
    pub fn to_slot(self) -> u64 {
        let (tag, bits) = match self {
            Self::Null => (Self::NULL, 0),
            Self::Func(addr) => (Self::FUNC, u64::from(addr.0)),
            Self::Extern(number) => (Self::EXTERN, u64::from(number)),
            Self::I31(value) => (Self::INT31, u64::from(value)),
            Self::Struct(addr) => (Self::STRUCT, addr.to_bits()),
            Self::Array(addr) => (Self::ARRAY, addr.to_bits()),
            Self::Exn(addr) => (Self::EXN, addr.to_bits()),
        };
        tag << Self::TAG_SHIFT | bits
    }

    /// The object of the heap that it refers to.
    #[inline]
    #[must_use]
    pub fn object(self) -> Option<ObjectAddr> {
        match self {
            Self::Struct(addr) | Self::Array(addr) | Self::Exn(addr) => Some(addr),
            _ => None,
        }
    }
}
