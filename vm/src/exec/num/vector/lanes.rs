//! Vectors as lanes (section 4.3, "Vector operations": `lanes`).

use crate::exec::num::float::{f32_slot, f64_slot};
use std::array;

/// Which half of the lanes is meant.
pub(super) const LOW: bool = false;
pub(super) const HIGH: bool = true;

/// What a lane is read as; `N` of them are a vector.
///
/// A float lane is for arithmetic: joined again, a NaN is the positive canonical one, as
/// for scalars. What keeps the bits of floats reads them as integers.
pub(super) trait Lane<const N: usize>: Copy {
    /// Bits in a lane.
    const WIDTH: usize = 128 / N;

    /// The lane's bits, from the lowest of these.
    fn of_bits(bits: u64) -> Self;

    /// The lane's bits, zeros above them.
    fn bits(self) -> u64;
}

macro_rules! integer_lanes {
    ($($signed:ident $unsigned:ident $lanes:literal,)*) => {$(
        impl Lane<$lanes> for $signed {
            #[inline(always)]
            fn of_bits(bits: u64) -> Self {
                bits as Self
            }

            #[inline(always)]
            fn bits(self) -> u64 {
                u64::from(self as $unsigned)
            }
        }

        impl Lane<$lanes> for $unsigned {
            #[inline(always)]
            fn of_bits(bits: u64) -> Self {
                bits as Self
            }

            #[inline(always)]
            fn bits(self) -> u64 {
                u64::from(self)
            }
        }
    )*};
}

integer_lanes! {
    i8 u8 16,
    i16 u16 8,
    i32 u32 4,
    i64 u64 2,
}

impl Lane<4> for f32 {
    #[inline(always)]
    fn of_bits(bits: u64) -> Self {
        Self::from_bits(bits as u32)
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        f32_slot(self)
    }
}

impl Lane<2> for f64 {
    #[inline(always)]
    fn of_bits(bits: u64) -> Self {
        Self::from_bits(bits)
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        f64_slot(self)
    }
}

/// The lanes of a vector, lane 0 first.
#[inline(always)]
pub(super) fn split<T: Lane<N>, const N: usize>(vector: u128) -> [T; N] {
    array::from_fn(|index| T::of_bits((vector >> (T::WIDTH * index)) as u64))
}

/// The vector of these lanes, lane 0 first.
#[inline(always)]
pub(super) fn join<T: Lane<N>, const N: usize>(lanes: [T; N]) -> u128 {
    let mut vector = 0;
    for (index, lane) in lanes.into_iter().enumerate() {
        vector |= u128::from(lane.bits()) << (T::WIDTH * index);
    }
    vector
}

/// Each lane by itself.
#[inline(always)]
pub(super) fn map<T: Lane<N>, R: Lane<N>, const N: usize>(a: u128, f: impl Fn(T) -> R) -> u128 {
    join(split(a).map(f))
}

/// The lanes of two vectors, pair by pair.
#[inline(always)]
pub(super) fn zip<T: Lane<N>, const N: usize>(a: u128, b: u128, f: impl Fn(T, T) -> T) -> u128 {
    let (a, b): ([T; N], [T; N]) = (split(a), split(b));
    join(array::from_fn(|index| f(a[index], b[index])))
}

/// A lane of ones where it holds, and of zeros where it does not.
#[inline(always)]
pub(super) fn compare<T: Lane<N>, const N: usize>(
    a: u128,
    b: u128,
    holds: impl Fn(&T, &T) -> bool,
) -> u128 {
    let (a, b): ([T; N], [T; N]) = (split(a), split(b));
    let ones = u128::MAX >> (128 - T::WIDTH);
    let mut vector = 0;
    for index in 0..N {
        if holds(&a[index], &b[index]) {
            vector |= ones << (T::WIDTH * index);
        }
    }
    vector
}

/// The low or the high half of the lanes of a vector, as half as many wider ones.
#[inline(always)]
pub(super) fn half<T, W, const N: usize, const M: usize>(vector: u128, high: bool) -> [W; M]
where
    T: Lane<N>,
    W: Lane<M> + From<T>,
{
    let lanes: [T; N] = split(vector);
    let from = if high { N - M } else { 0 };
    array::from_fn(|index| W::from(lanes[from + index]))
}

/// Each two lanes that are neighbours, as wider ones.
#[inline(always)]
pub(super) fn pairs<T, W, const N: usize, const M: usize>(vector: u128) -> [[W; 2]; M]
where
    T: Lane<N>,
    W: Lane<M> + From<T>,
{
    let lanes: [T; N] = split(vector);
    array::from_fn(|index| [2 * index, 2 * index + 1].map(|lane| W::from(lanes[lane])))
}

/// Lanes of two vectors narrowed, those of the first below those of the second.
#[inline(always)]
pub(super) fn narrow<T, R, const M: usize, const N: usize>(
    a: u128,
    b: u128,
    f: impl Fn(T) -> R,
) -> u128
where
    T: Lane<M>,
    R: Lane<N>,
{
    let lanes: [[T; M]; 2] = [split(a), split(b)];
    join(array::from_fn(|index| f(lanes[index / M][index % M])))
}
