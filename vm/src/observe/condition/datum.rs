//! What an expression gives.

use crate::runtime::{Ref, Value};
use std::cmp::Ordering;
use std::fmt;

/// A value of a condition.
///
/// Integers of all widths are one kind, with their sign: an `i32` is from −2³¹ to 2³¹ − 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datum {
    /// An integer, from 1 − 2⁶⁴ to 2⁶⁴ − 1: signed and unsigned ones of 64 bits fit.
    Int(i128),
    /// A number of an `f32`, which is calculated with as an `f64`.
    Single(f32),
    /// A number of an `f64`.
    Float(f64),
    /// A reference.
    Ref(Ref),
}

impl Datum {
    /// The datum of a value; `None` for a vector, which has none.
    #[must_use]
    pub fn of(value: Value) -> Option<Self> {
        match value {
            Value::I32(value) => Some(Self::Int(value.into())),
            Value::I64(value) => Some(Self::Int(value.into())),
            Value::F32(bits) => Some(Self::Single(f32::from_bits(bits))),
            Value::F64(bits) => Some(Self::Float(f64::from_bits(bits))),
            Value::V128(_) => None,
            Value::Ref(_, reference) => Some(Self::Ref(reference)),
        }
    }

    /// Whether it is not zero, or not null.
    #[must_use]
    pub fn is_true(self) -> bool {
        match self {
            Self::Int(value) => value != 0,
            Self::Single(value) => value != 0.0,
            Self::Float(value) => value != 0.0,
            Self::Ref(reference) => reference != Ref::Null,
        }
    }

    /// As an integer, if it is one.
    pub(super) fn int(self) -> Option<i128> {
        match self {
            Self::Int(value) => Some(value),
            _ => None,
        }
    }

    /// As a float, if it is a number.
    pub(super) fn float(self) -> Option<f64> {
        match self {
            Self::Int(value) => {
                let float = magnitude(value) as f64;
                Some(if value < 0 { -float } else { float })
            }
            Self::Single(value) => Some(value.into()),
            Self::Float(value) => Some(value),
            Self::Ref(_) => None,
        }
    }

    /// How it compares with another one: integers exactly, other numbers as floats, a
    /// reference only with a reference, and then only for equality. `Some(None)` is for what
    /// differs without being less or more.
    pub(super) fn compare(self, other: Self) -> Option<Option<Ordering>> {
        match (self, other) {
            (Self::Int(one), Self::Int(other)) => Some(Some(one.cmp(&other))),
            (Self::Ref(one), Self::Ref(other)) => Some((one == other).then_some(Ordering::Equal)),
            _ => Some(self.float()?.partial_cmp(&other.float()?)),
        }
    }
}

impl fmt::Display for Datum {
    /// As values are written everywhere.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Int(value) => {
                f.write_str(if value < 0 { "-" } else { "" })?;
                magnitude(value).fmt(f)
            }
            Self::Single(value) => Value::f32(value).fmt(f),
            Self::Float(value) => Value::f64(value).fmt(f),
            Self::Ref(reference) => reference.fmt(f),
        }
    }
}

/// An integer without its sign, which has no more than 64 bits.
pub(super) fn magnitude(value: i128) -> u64 {
    value.unsigned_abs() as u64
}
