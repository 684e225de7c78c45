//! Bytes of a memory to vectors and back. Their number is that of the instruction's row.

use super::lanes::LOW;
use super::scalar::{in_all, with_lane};
use super::unary::extend;
use crate::syntax::{VectorLoad, VectorLoadLane, VectorStoreLane};

/// The vector that a load makes of the bytes that it has read.
#[must_use]
pub fn load_extend(op: VectorLoad, bytes: &[u8]) -> u128 {
    use VectorLoad as Op;
    let read = number(bytes);
    match op {
        Op::V128Load | Op::V128Load32Zero | Op::V128Load64Zero => read,
        Op::V128Load8x8S => extend::<i8, i16, _, _>(read, LOW),
        Op::V128Load8x8U => extend::<u8, u16, _, _>(read, LOW),
        Op::V128Load16x4S => extend::<i16, i32, _, _>(read, LOW),
        Op::V128Load16x4U => extend::<u16, u32, _, _>(read, LOW),
        Op::V128Load32x2S => extend::<i32, i64, _, _>(read, LOW),
        Op::V128Load32x2U => extend::<u32, u64, _, _>(read, LOW),
        Op::V128Load8Splat | Op::V128Load16Splat | Op::V128Load32Splat | Op::V128Load64Splat => {
            in_all(op.result(), read as u64)
        }
    }
}

/// The vector with the bytes that a load has read in one of its lanes.
#[must_use]
pub fn load_lane(op: VectorLoadLane, lane: u8, a: u128, bytes: &[u8]) -> u128 {
    with_lane(op.operand(), lane, a, number(bytes) as u64)
}

/// The lane that a store writes, zeros above it; its bytes are the first of the number's.
#[must_use]
pub fn store_lane(op: VectorStoreLane, lane: u8, a: u128) -> u64 {
    op.operand().lane(a, lane.into()) as u64
}

/// Up to 16 bytes, the least significant first.
fn number(bytes: &[u8]) -> u128 {
    let bytes = bytes.iter().take(16).rev();
    bytes.fold(0, |number, byte| number << 8 | u128::from(*byte))
}
