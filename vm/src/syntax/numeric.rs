//! Instructions on numbers, grouped by shape (section 2.4.1, "Numeric
//! instructions").
//!
//! One row an instruction says its name, the type of its operands and the type
//! of its result; decoding, views, the trace and the explanations read the rows.
//! What each one computes is in [`crate::exec::num`].

use super::ValType;

macro_rules! shapes {
    ($(
        $(#[$doc:meta])*
        $shape:ident { $($op:ident $name:literal $operand:ident $result:ident,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each variant is the instruction of that name")]
        pub enum $shape { $($op,)* }

        impl $shape {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$op,)*];

            /// The instruction's name in the text format.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$op => $name,)* }
            }

            /// The type of each operand.
            #[must_use]
            pub fn operand(self) -> ValType {
                match self { $(Self::$op => ValType::$operand,)* }
            }

            /// The type of the result.
            #[must_use]
            pub fn result(self) -> ValType {
                match self { $(Self::$op => ValType::$result,)* }
            }

            /// The instruction of this shape that the decoder has read, if it is one.
            pub(crate) fn decode(operator: &wasmparser::Operator<'_>) -> Option<Self> {
                match operator {
                    $(wasmparser::Operator::$op => Some(Self::$op),)*
                    _ => None,
                }
            }
        }
    )*};
}

shapes! {
    /// One operand, one result, never a trap: arithmetic, tests, conversions
    /// and reinterpretations.
    UnaryOp {
        I32Clz "i32.clz" I32 I32,
        I32Ctz "i32.ctz" I32 I32,
        I32Popcnt "i32.popcnt" I32 I32,
        I32Eqz "i32.eqz" I32 I32,
        I64Clz "i64.clz" I64 I64,
        I64Ctz "i64.ctz" I64 I64,
        I64Popcnt "i64.popcnt" I64 I64,
        I64Eqz "i64.eqz" I64 I32,
        I32Extend8S "i32.extend8_s" I32 I32,
        I32Extend16S "i32.extend16_s" I32 I32,
        I64Extend8S "i64.extend8_s" I64 I64,
        I64Extend16S "i64.extend16_s" I64 I64,
        I64Extend32S "i64.extend32_s" I64 I64,
        F32Abs "f32.abs" F32 F32,
        F32Neg "f32.neg" F32 F32,
        F32Ceil "f32.ceil" F32 F32,
        F32Floor "f32.floor" F32 F32,
        F32Trunc "f32.trunc" F32 F32,
        F32Nearest "f32.nearest" F32 F32,
        F32Sqrt "f32.sqrt" F32 F32,
        F64Abs "f64.abs" F64 F64,
        F64Neg "f64.neg" F64 F64,
        F64Ceil "f64.ceil" F64 F64,
        F64Floor "f64.floor" F64 F64,
        F64Trunc "f64.trunc" F64 F64,
        F64Nearest "f64.nearest" F64 F64,
        F64Sqrt "f64.sqrt" F64 F64,
        I32WrapI64 "i32.wrap_i64" I64 I32,
        I64ExtendI32S "i64.extend_i32_s" I32 I64,
        I64ExtendI32U "i64.extend_i32_u" I32 I64,
        F32ConvertI32S "f32.convert_i32_s" I32 F32,
        F32ConvertI32U "f32.convert_i32_u" I32 F32,
        F32ConvertI64S "f32.convert_i64_s" I64 F32,
        F32ConvertI64U "f32.convert_i64_u" I64 F32,
        F64ConvertI32S "f64.convert_i32_s" I32 F64,
        F64ConvertI32U "f64.convert_i32_u" I32 F64,
        F64ConvertI64S "f64.convert_i64_s" I64 F64,
        F64ConvertI64U "f64.convert_i64_u" I64 F64,
        F32DemoteF64 "f32.demote_f64" F64 F32,
        F64PromoteF32 "f64.promote_f32" F32 F64,
        I32ReinterpretF32 "i32.reinterpret_f32" F32 I32,
        I64ReinterpretF64 "i64.reinterpret_f64" F64 I64,
        F32ReinterpretI32 "f32.reinterpret_i32" I32 F32,
        F64ReinterpretI64 "f64.reinterpret_i64" I64 F64,
        I32TruncSatF32S "i32.trunc_sat_f32_s" F32 I32,
        I32TruncSatF32U "i32.trunc_sat_f32_u" F32 I32,
        I32TruncSatF64S "i32.trunc_sat_f64_s" F64 I32,
        I32TruncSatF64U "i32.trunc_sat_f64_u" F64 I32,
        I64TruncSatF32S "i64.trunc_sat_f32_s" F32 I64,
        I64TruncSatF32U "i64.trunc_sat_f32_u" F32 I64,
        I64TruncSatF64S "i64.trunc_sat_f64_s" F64 I64,
        I64TruncSatF64U "i64.trunc_sat_f64_u" F64 I64,
    }

    /// One operand, one result, or a trap where the integer type has no value
    /// for the number.
    TruncateOp {
        I32TruncF32S "i32.trunc_f32_s" F32 I32,
        I32TruncF32U "i32.trunc_f32_u" F32 I32,
        I32TruncF64S "i32.trunc_f64_s" F64 I32,
        I32TruncF64U "i32.trunc_f64_u" F64 I32,
        I64TruncF32S "i64.trunc_f32_s" F32 I64,
        I64TruncF32U "i64.trunc_f32_u" F32 I64,
        I64TruncF64S "i64.trunc_f64_s" F64 I64,
        I64TruncF64U "i64.trunc_f64_u" F64 I64,
    }

    /// Two operands of one type, one result, never a trap: arithmetic and
    /// comparisons.
    BinaryOp {
        I32Add "i32.add" I32 I32,
        I32Sub "i32.sub" I32 I32,
        I32Mul "i32.mul" I32 I32,
        I32And "i32.and" I32 I32,
        I32Or "i32.or" I32 I32,
        I32Xor "i32.xor" I32 I32,
        I32Shl "i32.shl" I32 I32,
        I32ShrS "i32.shr_s" I32 I32,
        I32ShrU "i32.shr_u" I32 I32,
        I32Rotl "i32.rotl" I32 I32,
        I32Rotr "i32.rotr" I32 I32,
        I32Eq "i32.eq" I32 I32,
        I32Ne "i32.ne" I32 I32,
        I32LtS "i32.lt_s" I32 I32,
        I32LtU "i32.lt_u" I32 I32,
        I32GtS "i32.gt_s" I32 I32,
        I32GtU "i32.gt_u" I32 I32,
        I32LeS "i32.le_s" I32 I32,
        I32LeU "i32.le_u" I32 I32,
        I32GeS "i32.ge_s" I32 I32,
        I32GeU "i32.ge_u" I32 I32,
        I64Add "i64.add" I64 I64,
        I64Sub "i64.sub" I64 I64,
        I64Mul "i64.mul" I64 I64,
        I64And "i64.and" I64 I64,
        I64Or "i64.or" I64 I64,
        I64Xor "i64.xor" I64 I64,
        I64Shl "i64.shl" I64 I64,
        I64ShrS "i64.shr_s" I64 I64,
        I64ShrU "i64.shr_u" I64 I64,
        I64Rotl "i64.rotl" I64 I64,
        I64Rotr "i64.rotr" I64 I64,
        I64Eq "i64.eq" I64 I32,
        I64Ne "i64.ne" I64 I32,
        I64LtS "i64.lt_s" I64 I32,
        I64LtU "i64.lt_u" I64 I32,
        I64GtS "i64.gt_s" I64 I32,
        I64GtU "i64.gt_u" I64 I32,
        I64LeS "i64.le_s" I64 I32,
        I64LeU "i64.le_u" I64 I32,
        I64GeS "i64.ge_s" I64 I32,
        I64GeU "i64.ge_u" I64 I32,
        F32Add "f32.add" F32 F32,
        F32Sub "f32.sub" F32 F32,
        F32Mul "f32.mul" F32 F32,
        F32Div "f32.div" F32 F32,
        F32Min "f32.min" F32 F32,
        F32Max "f32.max" F32 F32,
        F32Copysign "f32.copysign" F32 F32,
        F32Eq "f32.eq" F32 I32,
        F32Ne "f32.ne" F32 I32,
        F32Lt "f32.lt" F32 I32,
        F32Gt "f32.gt" F32 I32,
        F32Le "f32.le" F32 I32,
        F32Ge "f32.ge" F32 I32,
        F64Add "f64.add" F64 F64,
        F64Sub "f64.sub" F64 F64,
        F64Mul "f64.mul" F64 F64,
        F64Div "f64.div" F64 F64,
        F64Min "f64.min" F64 F64,
        F64Max "f64.max" F64 F64,
        F64Copysign "f64.copysign" F64 F64,
        F64Eq "f64.eq" F64 I32,
        F64Ne "f64.ne" F64 I32,
        F64Lt "f64.lt" F64 I32,
        F64Gt "f64.gt" F64 I32,
        F64Le "f64.le" F64 I32,
        F64Ge "f64.ge" F64 I32,
    }

    /// Two operands, one result, or a trap: integer division and remainder.
    DivideOp {
        I32DivS "i32.div_s" I32 I32,
        I32DivU "i32.div_u" I32 I32,
        I32RemS "i32.rem_s" I32 I32,
        I32RemU "i32.rem_u" I32 I32,
        I64DivS "i64.div_s" I64 I64,
        I64DivU "i64.div_u" I64 I64,
        I64RemS "i64.rem_s" I64 I64,
        I64RemU "i64.rem_u" I64 I64,
    }

    /// Two results, the halves of one number of 128 bits, the low one first; never a trap.
    /// From the proposal on wide arithmetic.
    WideOp {
        I64Add128 "i64.add128" I64 I64,
        I64Sub128 "i64.sub128" I64 I64,
        I64MulWideS "i64.mul_wide_s" I64 I64,
        I64MulWideU "i64.mul_wide_u" I64 I64,
    }
}

impl WideOp {
    /// How many operands it takes: two of 64 bits, or the halves of two of 128.
    #[must_use]
    pub fn takes(self) -> usize {
        match self {
            Self::I64Add128 | Self::I64Sub128 => 4,
            Self::I64MulWideS | Self::I64MulWideU => 2,
        }
    }
}
