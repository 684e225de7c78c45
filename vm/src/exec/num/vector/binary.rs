//! Two vectors, one vector.

use super::lanes::{HIGH, LOW, Lane, compare, half, join, narrow, pairs, zip};
use crate::exec::num::float::{max_f32, max_f64, min_f32, min_f64};
use crate::syntax::VectorBinary;
use std::array;
use std::ops::Mul;

/// Two operands, one result.
#[must_use]
pub fn binary(op: VectorBinary, a: u128, b: u128) -> u128 {
    use VectorBinary as Op;
    match op {
        Op::I8x16Swizzle | Op::I8x16RelaxedSwizzle => swizzle(a, b),
        Op::I8x16Eq => compare(a, b, i8::eq),
        Op::I8x16Ne => compare(a, b, i8::ne),
        Op::I8x16LtS => compare(a, b, i8::lt),
        Op::I8x16LtU => compare(a, b, u8::lt),
        Op::I8x16GtS => compare(a, b, i8::gt),
        Op::I8x16GtU => compare(a, b, u8::gt),
        Op::I8x16LeS => compare(a, b, i8::le),
        Op::I8x16LeU => compare(a, b, u8::le),
        Op::I8x16GeS => compare(a, b, i8::ge),
        Op::I8x16GeU => compare(a, b, u8::ge),
        Op::I16x8Eq => compare(a, b, i16::eq),
        Op::I16x8Ne => compare(a, b, i16::ne),
        Op::I16x8LtS => compare(a, b, i16::lt),
        Op::I16x8LtU => compare(a, b, u16::lt),
        Op::I16x8GtS => compare(a, b, i16::gt),
        Op::I16x8GtU => compare(a, b, u16::gt),
        Op::I16x8LeS => compare(a, b, i16::le),
        Op::I16x8LeU => compare(a, b, u16::le),
        Op::I16x8GeS => compare(a, b, i16::ge),
        Op::I16x8GeU => compare(a, b, u16::ge),
        Op::I32x4Eq => compare(a, b, i32::eq),
        Op::I32x4Ne => compare(a, b, i32::ne),
        Op::I32x4LtS => compare(a, b, i32::lt),
        Op::I32x4LtU => compare(a, b, u32::lt),
        Op::I32x4GtS => compare(a, b, i32::gt),
        Op::I32x4GtU => compare(a, b, u32::gt),
        Op::I32x4LeS => compare(a, b, i32::le),
        Op::I32x4LeU => compare(a, b, u32::le),
        Op::I32x4GeS => compare(a, b, i32::ge),
        Op::I32x4GeU => compare(a, b, u32::ge),
        Op::I64x2Eq => compare(a, b, i64::eq),
        Op::I64x2Ne => compare(a, b, i64::ne),
        Op::I64x2LtS => compare(a, b, i64::lt),
        Op::I64x2GtS => compare(a, b, i64::gt),
        Op::I64x2LeS => compare(a, b, i64::le),
        Op::I64x2GeS => compare(a, b, i64::ge),
        Op::F32x4Eq => compare(a, b, f32::eq),
        Op::F32x4Ne => compare(a, b, f32::ne),
        Op::F32x4Lt => compare(a, b, f32::lt),
        Op::F32x4Gt => compare(a, b, f32::gt),
        Op::F32x4Le => compare(a, b, f32::le),
        Op::F32x4Ge => compare(a, b, f32::ge),
        Op::F64x2Eq => compare(a, b, f64::eq),
        Op::F64x2Ne => compare(a, b, f64::ne),
        Op::F64x2Lt => compare(a, b, f64::lt),
        Op::F64x2Gt => compare(a, b, f64::gt),
        Op::F64x2Le => compare(a, b, f64::le),
        Op::F64x2Ge => compare(a, b, f64::ge),
        Op::V128And => a & b,
        Op::V128AndNot => a & !b,
        Op::V128Or => a | b,
        Op::V128Xor => a ^ b,
        Op::I8x16NarrowI16x8S => {
            narrow(a, b, |x: i16| x.clamp(i8::MIN.into(), i8::MAX.into()) as i8)
        }
        Op::I8x16NarrowI16x8U => {
            narrow(a, b, |x: i16| x.clamp(u8::MIN.into(), u8::MAX.into()) as u8)
        }
        Op::I8x16Add => zip(a, b, i8::wrapping_add),
        Op::I8x16AddSatS => zip(a, b, i8::saturating_add),
        Op::I8x16AddSatU => zip(a, b, u8::saturating_add),
        Op::I8x16Sub => zip(a, b, i8::wrapping_sub),
        Op::I8x16SubSatS => zip(a, b, i8::saturating_sub),
        Op::I8x16SubSatU => zip(a, b, u8::saturating_sub),
        Op::I8x16MinS => zip(a, b, |x: i8, y| x.min(y)),
        Op::I8x16MinU => zip(a, b, |x: u8, y| x.min(y)),
        Op::I8x16MaxS => zip(a, b, |x: i8, y| x.max(y)),
        Op::I8x16MaxU => zip(a, b, |x: u8, y| x.max(y)),
        Op::I8x16AvgrU => zip(a, b, |x: u8, y| {
            (u16::from(x) + u16::from(y)).div_ceil(2) as u8
        }),
        Op::I16x8Q15MulrSatS | Op::I16x8RelaxedQ15mulrS => zip(a, b, q15_multiply),
        Op::I16x8NarrowI32x4S => narrow(a, b, |x: i32| {
            x.clamp(i16::MIN.into(), i16::MAX.into()) as i16
        }),
        Op::I16x8NarrowI32x4U => narrow(a, b, |x: i32| {
            x.clamp(u16::MIN.into(), u16::MAX.into()) as u16
        }),
        Op::I16x8Add => zip(a, b, i16::wrapping_add),
        Op::I16x8AddSatS => zip(a, b, i16::saturating_add),
        Op::I16x8AddSatU => zip(a, b, u16::saturating_add),
        Op::I16x8Sub => zip(a, b, i16::wrapping_sub),
        Op::I16x8SubSatS => zip(a, b, i16::saturating_sub),
        Op::I16x8SubSatU => zip(a, b, u16::saturating_sub),
        Op::I16x8Mul => zip(a, b, i16::wrapping_mul),
        Op::I16x8MinS => zip(a, b, |x: i16, y| x.min(y)),
        Op::I16x8MinU => zip(a, b, |x: u16, y| x.min(y)),
        Op::I16x8MaxS => zip(a, b, |x: i16, y| x.max(y)),
        Op::I16x8MaxU => zip(a, b, |x: u16, y| x.max(y)),
        Op::I16x8AvgrU => zip(a, b, |x: u16, y| {
            (u32::from(x) + u32::from(y)).div_ceil(2) as u16
        }),
        Op::I16x8ExtMulLowI8x16S => multiply::<i8, i16, _, _>(a, b, LOW),
        Op::I16x8ExtMulHighI8x16S => multiply::<i8, i16, _, _>(a, b, HIGH),
        Op::I16x8ExtMulLowI8x16U => multiply::<u8, u16, _, _>(a, b, LOW),
        Op::I16x8ExtMulHighI8x16U => multiply::<u8, u16, _, _>(a, b, HIGH),
        Op::I32x4Add => zip(a, b, i32::wrapping_add),
        Op::I32x4Sub => zip(a, b, i32::wrapping_sub),
        Op::I32x4Mul => zip(a, b, i32::wrapping_mul),
        Op::I32x4MinS => zip(a, b, |x: i32, y| x.min(y)),
        Op::I32x4MinU => zip(a, b, |x: u32, y| x.min(y)),
        Op::I32x4MaxS => zip(a, b, |x: i32, y| x.max(y)),
        Op::I32x4MaxU => zip(a, b, |x: u32, y| x.max(y)),
        Op::I32x4DotI16x8S => dot(a, b),
        Op::I32x4ExtMulLowI16x8S => multiply::<i16, i32, _, _>(a, b, LOW),
        Op::I32x4ExtMulHighI16x8S => multiply::<i16, i32, _, _>(a, b, HIGH),
        Op::I32x4ExtMulLowI16x8U => multiply::<u16, u32, _, _>(a, b, LOW),
        Op::I32x4ExtMulHighI16x8U => multiply::<u16, u32, _, _>(a, b, HIGH),
        Op::I64x2Add => zip(a, b, i64::wrapping_add),
        Op::I64x2Sub => zip(a, b, i64::wrapping_sub),
        Op::I64x2Mul => zip(a, b, i64::wrapping_mul),
        Op::I64x2ExtMulLowI32x4S => multiply::<i32, i64, _, _>(a, b, LOW),
        Op::I64x2ExtMulHighI32x4S => multiply::<i32, i64, _, _>(a, b, HIGH),
        Op::I64x2ExtMulLowI32x4U => multiply::<u32, u64, _, _>(a, b, LOW),
        Op::I64x2ExtMulHighI32x4U => multiply::<u32, u64, _, _>(a, b, HIGH),
        Op::F32x4Add => zip(a, b, |x: f32, y| x + y),
        Op::F32x4Sub => zip(a, b, |x: f32, y| x - y),
        Op::F32x4Mul => zip(a, b, |x: f32, y| x * y),
        Op::F32x4Div => zip(a, b, |x: f32, y| x / y),
        Op::F32x4Min | Op::F32x4RelaxedMin => zip(a, b, min_f32),
        Op::F32x4Max | Op::F32x4RelaxedMax => zip(a, b, max_f32),
        Op::F32x4PMin => zip(a, b, pmin_f32),
        Op::F32x4PMax => zip(a, b, pmax_f32),
        Op::F64x2Add => zip(a, b, |x: f64, y| x + y),
        Op::F64x2Sub => zip(a, b, |x: f64, y| x - y),
        Op::F64x2Mul => zip(a, b, |x: f64, y| x * y),
        Op::F64x2Div => zip(a, b, |x: f64, y| x / y),
        Op::F64x2Min | Op::F64x2RelaxedMin => zip(a, b, min_f64),
        Op::F64x2Max | Op::F64x2RelaxedMax => zip(a, b, max_f64),
        Op::F64x2PMin => zip(a, b, pmin_f64),
        Op::F64x2PMax => zip(a, b, pmax_f64),
        Op::I16x8RelaxedDotI8x16I7x16S => relaxed_dot(a, b),
    }
}

/// The lanes of the first at the places that the second gives; zero for a place that
/// there is not.
///
/// `relaxed_swizzle` is the same: R_swizzle is 0.
fn swizzle(a: u128, b: u128) -> u128 {
    let lanes = a.to_le_bytes();
    let places = b.to_le_bytes();
    let lane = |place: u8| lanes.get(usize::from(place)).copied().unwrap_or(0);
    u128::from_le_bytes(places.map(lane))
}

/// `i8x16.shuffle`: the lanes of both at these places, those of the second from 16.
#[must_use]
pub fn shuffle(places: [u8; 16], a: u128, b: u128) -> u128 {
    let lanes = [a.to_le_bytes(), b.to_le_bytes()];
    let lane = |place: u8| lanes[usize::from(place >> 4 & 1)][usize::from(place & 15)];
    u128::from_le_bytes(places.map(lane))
}

/// `iq15mulrsat_s`: the product of fractions of 15 bits, rounded. Only −1 by −1 has no
/// room; `relaxed_q15mulr` holds it at the greatest as well: R_iq15mulr is 0.
#[inline(always)]
fn q15_multiply(x: i16, y: i16) -> i16 {
    let product = i32::from(x) * i32::from(y);
    ((product + 0x4000) >> 15).min(i16::MAX.into()) as i16
}

macro_rules! pseudo_extremes {
    ($min:ident $max:ident $float:ident $bits:ident) => {
        /// `fpmin`: the second if it is less, else the first, bits and all.
        #[inline(always)]
        fn $min(x: $bits, y: $bits) -> $bits {
            let less = $float::from_bits(y) < $float::from_bits(x);
            if less { y } else { x }
        }

        /// `fpmax`: the second if the first is less, else the first, bits and all.
        #[inline(always)]
        fn $max(x: $bits, y: $bits) -> $bits {
            let less = $float::from_bits(x) < $float::from_bits(y);
            if less { y } else { x }
        }
    };
}

pseudo_extremes!(pmin_f32 pmax_f32 f32 u32);
pseudo_extremes!(pmin_f64 pmax_f64 f64 u64);

/// `extmul` of a half: products, which fit into lanes twice as wide.
#[inline(always)]
fn multiply<T, W, const N: usize, const M: usize>(a: u128, b: u128, high: bool) -> u128
where
    T: Lane<N>,
    W: Lane<M> + From<T> + Mul<Output = W>,
{
    let a: [W; M] = half::<T, W, N, M>(a, high);
    let b: [W; M] = half::<T, W, N, M>(b, high);
    join(array::from_fn(|index| a[index] * b[index]))
}

/// `ivdot`: the products of lanes, two neighbours added, which may wrap around.
fn dot(a: u128, b: u128) -> u128 {
    let a: [[i32; 2]; 4] = pairs::<i16, _, _, _>(a);
    let b: [[i32; 2]; 4] = pairs::<i16, _, _, _>(b);
    let sum = |[x, y]: [i32; 2], [v, w]: [i32; 2]| (x * v).wrapping_add(y * w);
    join(array::from_fn(|index| sum(a[index], b[index])))
}

/// `ivdotsat` of products that `irelaxeddotmul` gives: R_idot is 0, which reads the second
/// operand with its sign although it should have only seven bits.
#[inline(always)]
pub(super) fn relaxed_dot(a: u128, b: u128) -> u128 {
    let a: [[i16; 2]; 8] = pairs::<i8, _, _, _>(a);
    let b: [[i16; 2]; 8] = pairs::<i8, _, _, _>(b);
    let sum = |[x, y]: [i16; 2], [v, w]: [i16; 2]| (x * v).saturating_add(y * w);
    join(array::from_fn(|index| sum(a[index], b[index])))
}
