//! The reduction rule in lanes, and where the specification has it.

use crate::runtime::{Value, vector_text};
use crate::syntax::{
    ExtractLane, ReplaceLane, Shape, Splat, VectorBinary, VectorLoad, VectorLoadLane, VectorShift,
    VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};

/// `(v128.const i32x4 1 2 3 4) (v128.const i32x4 5 6 7 8) i32x4.add ↪ (v128.const i32x4 6 8 10
/// 12)`: what is popped in the shape of the operands, what is pushed in that of the result.
pub(in crate::explain) fn rule(
    own: &str,
    (operand, pop): (Shape, &[Value]),
    (result, push): (Shape, &[Value]),
) -> String {
    let words = |shape: Shape, values: &[Value]| -> Vec<String> {
        let values = values.iter();
        values.map(|value| constant(shape, *value)).collect()
    };
    // A third operand is one that the result is made by adding to.
    let (first, third) = pop.split_at(pop.len().min(2));
    let mut left = words(operand, first);
    left.extend(words(result, third));
    left.push(own.to_owned());
    let right = match push {
        [] => "ε".to_owned(),
        values => words(result, values).join(" "),
    };
    format!("{} ↪ {right}", left.join(" "))
}

fn constant(shape: Shape, value: Value) -> String {
    match value {
        Value::V128(vector) => format!("(v128.const {})", vector_text(shape, vector)),
        scalar => format!("({}.const {scalar})", scalar.ty()),
    }
}

/// Where the specification says what an instruction does: behind `#exec-` in the section on
/// the execution of instructions.
pub(in crate::explain) trait Anchor {
    fn anchor(self) -> &'static str;
}

impl Anchor for VectorUnary {
    fn anchor(self) -> &'static str {
        match self.name().split_once('.').map_or("", |(_, name)| name) {
            "not" => "vvunop",
            name if name.starts_with("extadd") => "vextunop",
            "abs" | "neg" | "popcnt" | "ceil" | "floor" | "trunc" | "nearest" | "sqrt" => "vunop",
            _ => "vcvtop",
        }
    }
}

impl Anchor for VectorBinary {
    fn anchor(self) -> &'static str {
        let name = self.name().split_once('.').map_or("", |(_, name)| name);
        let first = name.split('_').next().unwrap_or_default();
        match first {
            _ if self.operand() == Shape::V128 => "vvbinop",
            "eq" | "ne" | "lt" | "gt" | "le" | "ge" => "vrelop",
            "narrow" => "vnarrow",
            "extmul" | "dot" => "vextbinop",
            _ if name.contains("dot") => "vextbinop",
            _ if name.contains("swizzle") => "vswizzlop",
            _ => "vbinop",
        }
    }
}

impl Anchor for VectorTernary {
    fn anchor(self) -> &'static str {
        match self {
            Self::V128Bitselect => "vvternop",
            Self::I32x4RelaxedDotI8x16I7x16AddS => "vextternop",
            _ => "vternop",
        }
    }
}

impl Anchor for VectorTest {
    fn anchor(self) -> &'static str {
        match self {
            Self::V128AnyTrue => "vvtestop",
            Self::I8x16AllTrue | Self::I16x8AllTrue | Self::I32x4AllTrue | Self::I64x2AllTrue => {
                "vtestop"
            }
            Self::I8x16Bitmask | Self::I16x8Bitmask | Self::I32x4Bitmask | Self::I64x2Bitmask => {
                "vbitmask"
            }
        }
    }
}

impl Anchor for VectorLoad {
    fn anchor(self) -> &'static str {
        match self {
            Self::V128Load => "vload-val",
            Self::V128Load8x8S
            | Self::V128Load8x8U
            | Self::V128Load16x4S
            | Self::V128Load16x4U
            | Self::V128Load32x2S
            | Self::V128Load32x2U => "vload-pack",
            Self::V128Load8Splat
            | Self::V128Load16Splat
            | Self::V128Load32Splat
            | Self::V128Load64Splat => "vload-splat",
            Self::V128Load32Zero | Self::V128Load64Zero => "vload-zero",
        }
    }
}

macro_rules! all_at {
    ($($group:ident $anchor:literal,)*) => {$(
        impl Anchor for $group {
            fn anchor(self) -> &'static str {
                $anchor
            }
        }
    )*};
}

all_at! {
    VectorShift "vshiftop",
    Splat "vsplat",
    ExtractLane "vextract-lane",
    ReplaceLane "vreplace-lane",
    VectorLoadLane "vload-lane",
    VectorStoreLane "vstore-lane",
}
