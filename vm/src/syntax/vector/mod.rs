//! Instructions on vectors, grouped by shape (section 2.4.2, "Vector instructions"): all
//! of SIMD and relaxed SIMD but three.
//!
//! One row an instruction, as for numbers: its name, and how what it takes and gives is
//! divided into lanes. What each one computes is in [`crate::exec::num::vector`]. The
//! three are `v128.const` and `i8x16.shuffle`, alone in having 16 bytes of immediates, and
//! `v128.store`, which has no lanes.

mod instr;
mod lane;
mod stack;

pub use instr::{VectorAccess, VectorInstr};
pub use lane::{ExtractLane, ReplaceLane, VectorLoad, VectorLoadLane, VectorStoreLane};
pub use stack::{Splat, VectorBinary, VectorShift, VectorTernary, VectorTest, VectorUnary};

use super::ValType;
use std::fmt;

/// How the 128 bits of a vector are divided into lanes (section 2.4.2, "shape").
///
/// Lane 0 is the least significant. A vector on the stack has no shape of its own: an
/// instruction reads it in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the shape of that name")]
pub enum Shape {
    I8x16,
    I16x8,
    I32x4,
    I64x2,
    F32x4,
    F64x2,
    /// Not divided: what works on bits.
    V128,
}

impl Shape {
    /// All that have lanes.
    pub const DIVIDED: [Self; 6] = [
        Self::I8x16,
        Self::I16x8,
        Self::I32x4,
        Self::I64x2,
        Self::F32x4,
        Self::F64x2,
    ];

    /// The shape's name in the text format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::I8x16 => "i8x16",
            Self::I16x8 => "i16x8",
            Self::I32x4 => "i32x4",
            Self::I64x2 => "i64x2",
            Self::F32x4 => "f32x4",
            Self::F64x2 => "f64x2",
            Self::V128 => "v128",
        }
    }

    /// The shape of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::DIVIDED.into_iter().find(|shape| shape.name() == name)
    }

    /// How many lanes it has.
    #[must_use]
    pub fn lanes(self) -> u32 {
        match self {
            Self::I8x16 => 16,
            Self::I16x8 => 8,
            Self::I32x4 | Self::F32x4 => 4,
            Self::I64x2 | Self::F64x2 => 2,
            Self::V128 => 1,
        }
    }

    /// How many bits a lane has.
    #[must_use]
    pub fn width(self) -> u32 {
        128 / self.lanes()
    }

    /// The type of a lane on its own (section 2.4.2, "unpacked"); none where it is not
    /// divided.
    #[must_use]
    pub fn unpacked(self) -> Option<ValType> {
        match self {
            Self::I8x16 | Self::I16x8 | Self::I32x4 => Some(ValType::I32),
            Self::I64x2 => Some(ValType::I64),
            Self::F32x4 => Some(ValType::F32),
            Self::F64x2 => Some(ValType::F64),
            Self::V128 => None,
        }
    }

    /// The bits of a lane of a vector; zero for one that it does not have.
    #[must_use]
    pub fn lane(self, vector: u128, index: u32) -> u128 {
        let width = self.width();
        let from = vector.checked_shr(width * index).unwrap_or(0);
        from & (u128::MAX >> (128 - width))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What decodes the instructions of a group that have these immediates.
macro_rules! decoder {
    (() $($op:ident)*) => {
        /// The instruction of this group that the decoder has read, if it is one.
        pub(crate) fn decode(operator: &wasmparser::Operator<'_>) -> Option<Self> {
            match operator {
                $(wasmparser::Operator::$op => Some(Self::$op),)*
                _ => None,
            }
        }
    };
    ((lane) $($op:ident)*) => {
        /// The instruction of this group that the decoder has read, if it is one, with
        /// its lane.
        pub(crate) fn decode(operator: &wasmparser::Operator<'_>) -> Option<(Self, u8)> {
            match operator {
                $(wasmparser::Operator::$op { lane } => Some((Self::$op, *lane)),)*
                _ => None,
            }
        }
    };
    ((memarg) $($op:ident)*) => {
        /// The instruction of this group that the decoder has read, if it is one, with
        /// its place in memory.
        pub(crate) fn decode(
            operator: &wasmparser::Operator<'_>,
        ) -> Option<(Self, wasmparser::MemArg)> {
            match operator {
                $(wasmparser::Operator::$op { memarg } => Some((Self::$op, *memarg)),)*
                _ => None,
            }
        }
    };
    ((memarg lane) $($op:ident)*) => {
        /// The instruction of this group that the decoder has read, if it is one, with
        /// its place in memory and its lane.
        pub(crate) fn decode(
            operator: &wasmparser::Operator<'_>,
        ) -> Option<(Self, wasmparser::MemArg, u8)> {
            match operator {
                $(wasmparser::Operator::$op { memarg, lane } => {
                    Some((Self::$op, *memarg, *lane))
                })*
                _ => None,
            }
        }
    };
}

/// A cell of a row, of the type that its column has.
macro_rules! cell {
    (u32 $number:literal) => {
        $number
    };
    ($ty:ident $variant:ident) => {
        $ty::$variant
    };
}

/// Groups of instructions, a row each. A group begins with the immediates that its
/// instructions have and with the two columns that follow the name.
macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $group:ident $immediates:tt {
            $(#[$left_doc:meta])*
            $left:ident: $left_ty:ident,
            $(#[$right_doc:meta])*
            $right:ident: $right_ty:ident;
            $($op:ident $name:literal $left_cell:tt $right_cell:tt,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each variant is the instruction of that name")]
        pub enum $group { $($op,)* }

        impl $group {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$op,)*];

            /// The instruction's name in the text format.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$op => $name,)* }
            }

            $(#[$left_doc])*
            #[must_use]
            pub fn $left(self) -> $left_ty {
                match self { $(Self::$op => $crate::syntax::vector::cell!($left_ty $left_cell),)* }
            }

            $(#[$right_doc])*
            #[must_use]
            pub fn $right(self) -> $right_ty {
                match self { $(Self::$op => $crate::syntax::vector::cell!($right_ty $right_cell),)* }
            }

            $crate::syntax::vector::decoder! { $immediates $($op)* }
        }
    )*};
}

use {cell, decoder, rows};

#[cfg(test)]
mod tests;
