//! Three vectors, one vector.

use super::binary::relaxed_dot;
use super::lanes::{Lane, join, split, zip};
use super::unary::add_pairs;
use crate::syntax::VectorTernary;
use std::array;

/// Three operands, one result.
#[must_use]
pub fn ternary(op: VectorTernary, a: u128, b: u128, c: u128) -> u128 {
    use VectorTernary as Op;
    match op {
        // `relaxed_laneselect`: R_laneselect is 0, which takes each bit of the mask for
        // itself and not the highest for its whole lane.
        Op::V128Bitselect
        | Op::I8x16RelaxedLaneselect
        | Op::I16x8RelaxedLaneselect
        | Op::I32x4RelaxedLaneselect
        | Op::I64x2RelaxedLaneselect => a & c | b & !c,
        // `relaxed_madd`: R_fmadd is 0, which rounds the product before it adds.
        Op::F32x4RelaxedMadd => zip3(a, b, c, |x: f32, y, z| x * y + z),
        Op::F64x2RelaxedMadd => zip3(a, b, c, |x: f64, y, z| x * y + z),
        Op::F32x4RelaxedNmadd => zip3(a, b, c, |x: f32, y, z| -x * y + z),
        Op::F64x2RelaxedNmadd => zip3(a, b, c, |x: f64, y, z| -x * y + z),
        Op::I32x4RelaxedDotI8x16I7x16AddS => {
            let dot = add_pairs::<i16, i32, _, _>(relaxed_dot(a, b));
            zip(dot, c, i32::wrapping_add)
        }
    }
}

#[inline(always)]
fn zip3<T: Lane<N>, const N: usize>(a: u128, b: u128, c: u128, f: impl Fn(T, T, T) -> T) -> u128 {
    let (a, b, c): ([T; N], [T; N], [T; N]) = (split(a), split(b), split(c));
    join(array::from_fn(|index| f(a[index], b[index], c[index])))
}
