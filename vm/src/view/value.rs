//! Values as text, with their types.

use super::value_type;
use crate::runtime::{Value, vector_text};
use crate::syntax::{Module, Shape};
use serde::Serialize;

/// A value as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueView {
    /// Its type, as in the text format.
    #[serde(rename = "type")]
    pub ty: String,
    /// The value as people read it.
    pub text: String,
    /// Its bits in hexadecimal; empty for a reference.
    pub bits: String,
}

impl From<Value> for ValueView {
    fn from(value: Value) -> Self {
        Self {
            ty: value.ty().to_string(),
            text: value.to_string(),
            bits: value.bits(),
        }
    }
}

impl ValueView {
    /// A value whose type is told in the names of the module that it is a type of:
    /// `(ref null $node)`.
    #[must_use]
    pub fn named(value: Value, module: &Module) -> Self {
        Self {
            ty: value_type(module, value.ty()),
            ..value.into()
        }
    }
}

/// The vector of these bits with its lanes as numbers: `f32x4 1 2 3 4.5`. `None` for bits
/// that are not as many.
#[must_use]
pub fn lanes(bits: &str, shape: Shape) -> Option<String> {
    let digits = bits.strip_prefix("0x").filter(|bits| bits.len() == 32)?;
    let vector = u128::from_str_radix(digits, 16).ok()?;
    Some(vector_text(shape, vector))
}

/// Values with their types in the names of a module, where one is known.
pub(super) fn views(values: Vec<Value>, module: Option<&Module>) -> Vec<ValueView> {
    let view = |value| match module {
        Some(module) => ValueView::named(value, module),
        None => ValueView::from(value),
    };
    values.into_iter().map(view).collect()
}
