//! Vector instructions with immediates: a lane, a place in memory, or both.

use super::{Shape, rows};
use crate::syntax::ValType;

rows! {
    /// One vector, one of its lanes as a scalar.
    ExtractLane(lane) {
        /// How its operands lie in their vectors.
        operand: Shape,
        /// The type of the result; the lanes may be narrower.
        result: ValType;

        I8x16ExtractLaneS "i8x16.extract_lane_s" I8x16 I32,
        I8x16ExtractLaneU "i8x16.extract_lane_u" I8x16 I32,
        I16x8ExtractLaneS "i16x8.extract_lane_s" I16x8 I32,
        I16x8ExtractLaneU "i16x8.extract_lane_u" I16x8 I32,
        I32x4ExtractLane "i32x4.extract_lane" I32x4 I32,
        I64x2ExtractLane "i64x2.extract_lane" I64x2 I64,
        F32x4ExtractLane "f32x4.extract_lane" F32x4 F32,
        F64x2ExtractLane "f64x2.extract_lane" F64x2 F64,
    }

    /// A vector and a scalar, the vector with the scalar in one of its lanes.
    ReplaceLane(lane) {
        /// How its vectors lie.
        operand: Shape,
        /// The type of the scalar; the lanes may be narrower.
        scalar: ValType;

        I8x16ReplaceLane "i8x16.replace_lane" I8x16 I32,
        I16x8ReplaceLane "i16x8.replace_lane" I16x8 I32,
        I32x4ReplaceLane "i32x4.replace_lane" I32x4 I32,
        I64x2ReplaceLane "i64x2.replace_lane" I64x2 I64,
        F32x4ReplaceLane "f32x4.replace_lane" F32x4 F32,
        F64x2ReplaceLane "f64x2.replace_lane" F64x2 F64,
    }

    /// Loads of a vector: whole, each lane extended, one lane in all, or one lane and zeros.
    VectorLoad(memarg) {
        /// How many bytes of memory it reads.
        bytes: u32,
        /// How its result lies in its vector.
        result: Shape;

        V128Load "v128.load" 16 V128,
        V128Load8x8S "v128.load8x8_s" 8 I16x8,
        V128Load8x8U "v128.load8x8_u" 8 I16x8,
        V128Load16x4S "v128.load16x4_s" 8 I32x4,
        V128Load16x4U "v128.load16x4_u" 8 I32x4,
        V128Load32x2S "v128.load32x2_s" 8 I64x2,
        V128Load32x2U "v128.load32x2_u" 8 I64x2,
        V128Load8Splat "v128.load8_splat" 1 I8x16,
        V128Load16Splat "v128.load16_splat" 2 I16x8,
        V128Load32Splat "v128.load32_splat" 4 I32x4,
        V128Load64Splat "v128.load64_splat" 8 I64x2,
        V128Load32Zero "v128.load32_zero" 4 I32x4,
        V128Load64Zero "v128.load64_zero" 8 I64x2,
    }

    /// An address and a vector, the vector with one of its lanes from memory.
    VectorLoadLane(memarg lane) {
        /// How many bytes of memory it reads.
        bytes: u32,
        /// How its vectors lie.
        operand: Shape;

        V128Load8Lane "v128.load8_lane" 1 I8x16,
        V128Load16Lane "v128.load16_lane" 2 I16x8,
        V128Load32Lane "v128.load32_lane" 4 I32x4,
        V128Load64Lane "v128.load64_lane" 8 I64x2,
    }

    /// An address and a vector, one lane of which goes to memory.
    VectorStoreLane(memarg lane) {
        /// How many bytes of memory it writes.
        bytes: u32,
        /// How its vector lies.
        operand: Shape;

        V128Store8Lane "v128.store8_lane" 1 I8x16,
        V128Store16Lane "v128.store16_lane" 2 I16x8,
        V128Store32Lane "v128.store32_lane" 4 I32x4,
        V128Store64Lane "v128.store64_lane" 8 I64x2,
    }
}
