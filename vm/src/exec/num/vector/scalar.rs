//! Between vectors and scalars: tests, shifts, splats and single lanes.

use super::lanes::{Lane, join, map, split};
use crate::syntax::{ExtractLane, ReplaceLane, Shape, Splat, VectorShift, VectorTest};

/// One vector, one i32.
#[must_use]
pub fn test(op: VectorTest, a: u128) -> u32 {
    use VectorTest as Op;
    match op {
        Op::V128AnyTrue => u32::from(a != 0),
        Op::I8x16AllTrue => all_true::<u8, _>(a),
        Op::I16x8AllTrue => all_true::<u16, _>(a),
        Op::I32x4AllTrue => all_true::<u32, _>(a),
        Op::I64x2AllTrue => all_true::<u64, _>(a),
        Op::I8x16Bitmask => signs(split(a).map(|lane: i8| lane < 0)),
        Op::I16x8Bitmask => signs(split(a).map(|lane: i16| lane < 0)),
        Op::I32x4Bitmask => signs(split(a).map(|lane: i32| lane < 0)),
        Op::I64x2Bitmask => signs(split(a).map(|lane: i64| lane < 0)),
    }
}

#[inline(always)]
fn all_true<T: Lane<N>, const N: usize>(a: u128) -> u32 {
    let lanes: [T; N] = split(a);
    u32::from(lanes.into_iter().all(|lane| lane.bits() != 0))
}

/// A bit a lane, that of lane 0 lowest.
#[inline(always)]
fn signs<const N: usize>(negative: [bool; N]) -> u32 {
    let bits = negative.into_iter().rev();
    bits.fold(0, |mask, bit| mask << 1 | u32::from(bit))
}

/// Each lane shifted by so many places, modulo the lane's width.
#[must_use]
pub fn shift(op: VectorShift, a: u128, places: u32) -> u128 {
    use VectorShift as Op;
    match op {
        Op::I8x16Shl => map(a, |x: u8| x.wrapping_shl(places)),
        Op::I8x16ShrS => map(a, |x: i8| x.wrapping_shr(places)),
        Op::I8x16ShrU => map(a, |x: u8| x.wrapping_shr(places)),
        Op::I16x8Shl => map(a, |x: u16| x.wrapping_shl(places)),
        Op::I16x8ShrS => map(a, |x: i16| x.wrapping_shr(places)),
        Op::I16x8ShrU => map(a, |x: u16| x.wrapping_shr(places)),
        Op::I32x4Shl => map(a, |x: u32| x.wrapping_shl(places)),
        Op::I32x4ShrS => map(a, |x: i32| x.wrapping_shr(places)),
        Op::I32x4ShrU => map(a, |x: u32| x.wrapping_shr(places)),
        Op::I64x2Shl => map(a, |x: u64| x.wrapping_shl(places)),
        Op::I64x2ShrS => map(a, |x: i64| x.wrapping_shr(places)),
        Op::I64x2ShrU => map(a, |x: u64| x.wrapping_shr(places)),
    }
}

/// The scalar in a slot, in all lanes; what is wider than a lane loses its upper bits.
#[must_use]
pub fn splat(op: Splat, slot: u64) -> u128 {
    in_all(op.result(), slot)
}

/// The lowest bits of these in all lanes of a shape.
pub(super) fn in_all(shape: Shape, bits: u64) -> u128 {
    match shape {
        Shape::I8x16 => join([bits as u8; 16]),
        Shape::I16x8 => join([bits as u16; 8]),
        Shape::I32x4 | Shape::F32x4 => join([bits as u32; 4]),
        Shape::I64x2 | Shape::F64x2 => join([bits; 2]),
        Shape::V128 => bits.into(),
    }
}

/// A lane as a slot. Validation keeps the lane below the number of lanes.
#[must_use]
pub fn extract(op: ExtractLane, lane: u8, a: u128) -> u64 {
    use ExtractLane as Op;
    let bits = op.operand().lane(a, lane.into()) as u64;
    match op {
        Op::I8x16ExtractLaneS => u64::from(bits as i8 as u32),
        Op::I16x8ExtractLaneS => u64::from(bits as i16 as u32),
        Op::I8x16ExtractLaneU
        | Op::I16x8ExtractLaneU
        | Op::I32x4ExtractLane
        | Op::I64x2ExtractLane
        | Op::F32x4ExtractLane
        | Op::F64x2ExtractLane => bits,
    }
}

/// The vector with the scalar of a slot in one of its lanes.
#[must_use]
pub fn replace(op: ReplaceLane, lane: u8, a: u128, slot: u64) -> u128 {
    with_lane(op.operand(), lane, a, slot)
}

/// The vector with the lowest bits of these in one of its lanes, which there is.
pub(super) fn with_lane(shape: Shape, lane: u8, a: u128, bits: u64) -> u128 {
    let width = shape.width();
    let from = u32::from(lane) % shape.lanes() * width;
    let ones = u128::MAX >> (128 - width);
    a & !(ones << from) | (u128::from(bits) & ones) << from
}
