//! Vectors as text, in a shape.

use super::Value;
use super::value_text::{Problem, integer};
use crate::syntax::{Shape, ValType};

/// A vector as an instruction of this shape reads it, as one would write it in the text
/// format: `i8x16 1 -2 …`, `f32x4 1.5 nan -0 0`. A vector that is not divided is shown as
/// vectors are that have no shape: `i32x4 0x00000001 …`.
///
/// [`Value::parse`] reads all of them back, bit for bit.
#[must_use]
pub fn vector_text(shape: Shape, vector: u128) -> String {
    let lanes = (0..shape.lanes()).map(|index| lane_text(shape, vector, index));
    match shape {
        Shape::V128 => lanes.collect(),
        _ => {
            let lanes: Vec<String> = lanes.collect();
            format!("{shape} {}", lanes.join(" "))
        }
    }
}

/// One lane of a vector: integers in signed decimal, floats as everywhere.
#[must_use]
pub fn lane_text(shape: Shape, vector: u128, index: u32) -> String {
    let bits = shape.lane(vector, index);
    match shape {
        Shape::I8x16 => (bits as i8).to_string(),
        Shape::I16x8 => (bits as i16).to_string(),
        Shape::I32x4 => (bits as i32).to_string(),
        Shape::I64x2 => (bits as i64).to_string(),
        Shape::F32x4 => Value::F32(bits as u32).to_string(),
        Shape::F64x2 => Value::F64(bits as u64).to_string(),
        Shape::V128 => Value::V128(bits).to_string(),
    }
}

/// Reads a shape and its lanes: `i32x4:1,2,3,4`, or with spaces, as they are shown.
pub(super) fn parse_vector(text: &str) -> Result<u128, Problem> {
    let (name, lanes) = text.split_once([':', ' ']).ok_or(Problem::Form)?;
    let shape = Shape::of_name(name).ok_or(Problem::Form)?;
    let mut lanes = lanes.split([',', ' ']).filter(|lane| !lane.is_empty());
    let mut vector = 0;
    for index in 0..shape.lanes() {
        let lane = lanes.next().ok_or(Problem::Form)?;
        vector |= parse_lane(shape, lane)? << (shape.width() * index);
    }
    match lanes.next() {
        None => Ok(vector),
        Some(_) => Err(Problem::Form),
    }
}

/// The bits of a lane, zeros above them.
fn parse_lane(shape: Shape, text: &str) -> Result<u128, Problem> {
    let ones = u128::MAX >> (128 - shape.width());
    let bits = match shape.unpacked() {
        Some(ty @ (ValType::F32 | ValType::F64)) => {
            let value = Value::parse(ty, text).map_err(|error| error.problem)?;
            value.to_slots()[0]
        }
        _ => integer(text, shape.width())?,
    };
    Ok(u128::from(bits) & ones)
}
