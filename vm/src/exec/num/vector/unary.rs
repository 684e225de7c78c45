//! One vector, one vector.

use super::lanes::{HIGH, LOW, Lane, half, join, map, pairs, split};
use crate::syntax::VectorUnary;
use std::ops::Add;

/// The bits of the signs of float lanes.
const SIGNS_32: u128 = 0x8000_0000_8000_0000_8000_0000_8000_0000;
const SIGNS_64: u128 = 0x8000_0000_0000_0000_8000_0000_0000_0000;

/// One operand, one result.
#[must_use]
pub fn unary(op: VectorUnary, a: u128) -> u128 {
    use VectorUnary as Op;
    match op {
        Op::V128Not => !a,
        Op::I8x16Abs => map(a, i8::wrapping_abs),
        Op::I8x16Neg => map(a, i8::wrapping_neg),
        Op::I8x16Popcnt => map(a, |x: u8| x.count_ones() as u8),
        Op::I16x8Abs => map(a, i16::wrapping_abs),
        Op::I16x8Neg => map(a, i16::wrapping_neg),
        Op::I32x4Abs => map(a, i32::wrapping_abs),
        Op::I32x4Neg => map(a, i32::wrapping_neg),
        Op::I64x2Abs => map(a, i64::wrapping_abs),
        Op::I64x2Neg => map(a, i64::wrapping_neg),
        Op::I16x8ExtAddPairwiseI8x16S => add_pairs::<i8, i16, _, _>(a),
        Op::I16x8ExtAddPairwiseI8x16U => add_pairs::<u8, u16, _, _>(a),
        Op::I32x4ExtAddPairwiseI16x8S => add_pairs::<i16, i32, _, _>(a),
        Op::I32x4ExtAddPairwiseI16x8U => add_pairs::<u16, u32, _, _>(a),
        Op::I16x8ExtendLowI8x16S => extend::<i8, i16, _, _>(a, LOW),
        Op::I16x8ExtendHighI8x16S => extend::<i8, i16, _, _>(a, HIGH),
        Op::I16x8ExtendLowI8x16U => extend::<u8, u16, _, _>(a, LOW),
        Op::I16x8ExtendHighI8x16U => extend::<u8, u16, _, _>(a, HIGH),
        Op::I32x4ExtendLowI16x8S => extend::<i16, i32, _, _>(a, LOW),
        Op::I32x4ExtendHighI16x8S => extend::<i16, i32, _, _>(a, HIGH),
        Op::I32x4ExtendLowI16x8U => extend::<u16, u32, _, _>(a, LOW),
        Op::I32x4ExtendHighI16x8U => extend::<u16, u32, _, _>(a, HIGH),
        Op::I64x2ExtendLowI32x4S => extend::<i32, i64, _, _>(a, LOW),
        Op::I64x2ExtendHighI32x4S => extend::<i32, i64, _, _>(a, HIGH),
        Op::I64x2ExtendLowI32x4U => extend::<u32, u64, _, _>(a, LOW),
        Op::I64x2ExtendHighI32x4U => extend::<u32, u64, _, _>(a, HIGH),
        Op::F32x4Ceil => map(a, f32::ceil),
        Op::F32x4Floor => map(a, f32::floor),
        Op::F32x4Trunc => map(a, f32::trunc),
        Op::F32x4Nearest => map(a, f32::round_ties_even),
        Op::F32x4Abs => a & !SIGNS_32,
        Op::F32x4Neg => a ^ SIGNS_32,
        Op::F32x4Sqrt => map(a, f32::sqrt),
        Op::F64x2Ceil => map(a, f64::ceil),
        Op::F64x2Floor => map(a, f64::floor),
        Op::F64x2Trunc => map(a, f64::trunc),
        Op::F64x2Nearest => map(a, f64::round_ties_even),
        Op::F64x2Abs => a & !SIGNS_64,
        Op::F64x2Neg => a ^ SIGNS_64,
        Op::F64x2Sqrt => map(a, f64::sqrt),
        // `relaxed_trunc`: R_trunc_s and R_trunc_u are 0, which saturates.
        Op::I32x4TruncSatF32x4S | Op::I32x4RelaxedTruncF32x4S => map(a, |x: f32| x as i32),
        Op::I32x4TruncSatF32x4U | Op::I32x4RelaxedTruncF32x4U => map(a, |x: f32| x as u32),
        Op::I32x4TruncSatF64x2SZero | Op::I32x4RelaxedTruncF64x2SZero => {
            and_zeros(a, |x: f64| x as i32)
        }
        Op::I32x4TruncSatF64x2UZero | Op::I32x4RelaxedTruncF64x2UZero => {
            and_zeros(a, |x: f64| x as u32)
        }
        Op::F32x4ConvertI32x4S => map(a, |x: i32| x as f32),
        Op::F32x4ConvertI32x4U => map(a, |x: u32| x as f32),
        Op::F64x2ConvertLowI32x4S => extend::<i32, f64, _, _>(a, LOW),
        Op::F64x2ConvertLowI32x4U => extend::<u32, f64, _, _>(a, LOW),
        Op::F32x4DemoteF64x2Zero => and_zeros(a, |x: f64| x as f32),
        Op::F64x2PromoteLowF32x4 => extend::<f32, f64, _, _>(a, LOW),
    }
}

/// `extend` of a half: the same numbers in lanes twice as wide.
#[inline(always)]
pub(super) fn extend<T, W, const N: usize, const M: usize>(a: u128, high: bool) -> u128
where
    T: Lane<N>,
    W: Lane<M> + From<T>,
{
    join::<W, M>(half::<T, W, N, M>(a, high))
}

/// `extadd_pairwise`: the sums of neighbours, which fit into lanes twice as wide.
#[inline(always)]
pub(super) fn add_pairs<T, W, const N: usize, const M: usize>(a: u128) -> u128
where
    T: Lane<N>,
    W: Lane<M> + From<T> + Add<Output = W>,
{
    join(pairs::<T, W, N, M>(a).map(|[x, y]| x + y))
}

/// Two lanes as narrower ones, and zeros above them.
#[inline(always)]
fn and_zeros<R: Lane<4> + Default>(a: u128, f: impl Fn(f64) -> R) -> u128 {
    let [low, high] = split(a).map(f);
    join([low, high, R::default(), R::default()])
}
