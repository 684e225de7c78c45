//! Two vectors, one vector.

use super::super::number::Phrase;
use super::super::tale::Tale;
use super::{Lanes, Reading, lanewise, told};
use crate::runtime::lane_text;
use crate::syntax::{Shape, VectorBinary};

pub(in crate::explain) fn binary(op: VectorBinary, a: u128, b: u128, r: u128) -> Tale {
    let reading = Reading::of(op.name());
    let [x, y] = [a, b].map(|vector| Lanes::new(op.operand(), vector, reading));
    let r = Lanes::new(op.result(), r, reading);
    told(op.name(), &both(x, y), &r.text(), phrase(op, x, y, r))
}

fn both(x: Lanes, y: Lanes) -> String {
    format!("the vectors {} and {}", x.text(), y.text())
}

/// `i8x16.shuffle`, with its immediates.
pub(in crate::explain) fn shuffle(lanes: [u8; 16], a: u128, b: u128, r: u128) -> Tale {
    let [x, y, r] = [a, b, r].map(|vector| Lanes::new(Shape::I8x16, vector, Reading::Signed));
    let what = "the lanes of both that the instruction lists, those of the second from 16";
    let phrase = lanewise(what, r, |index| {
        let place = lanes.get(index as usize).copied().unwrap_or(0);
        format!("lane {place}")
    });
    told("i8x16.shuffle", &both(x, y), &r.text(), phrase)
}

fn phrase(op: VectorBinary, x: Lanes, y: Lanes, r: Lanes) -> Phrase {
    use VectorBinary as Op;
    let signs = x.reading.words();
    let infix = |what: &str, sign: &str| {
        lanewise(what, r, |at| {
            format!("{} {sign} {}", x.lane(at), y.term(at))
        })
    };
    let call = |what: &str, name: &str| {
        let how = match x.shape {
            Shape::F32x4 | Shape::F64x2 => String::new(),
            _ => format!(", read {signs}"),
        };
        lanewise(&format!("{what}{how}"), r, |at| {
            format!("{name}({}, {})", x.lane(at), y.lane(at))
        })
    };
    let held = |what: &str| {
        format!("{what}, lane by lane {signs}, held at the least and greatest number of the lane")
    };
    let half = |which: &str, from: u32| {
        let what =
            format!("the products of the {which} lanes read {signs}, in lanes twice as wide");
        lanewise(&what, r, |at| {
            format!("{} × {}", x.lane(from + at), y.term(from + at))
        })
    };
    match op {
        Op::I8x16Swizzle | Op::I8x16RelaxedSwizzle => places(x, y, r),
        Op::I8x16Eq | Op::I16x8Eq | Op::I32x4Eq | Op::I64x2Eq | Op::F32x4Eq | Op::F64x2Eq => {
            compared("=", x, y, r)
        }
        Op::I8x16Ne | Op::I16x8Ne | Op::I32x4Ne | Op::I64x2Ne | Op::F32x4Ne | Op::F64x2Ne => {
            compared("≠", x, y, r)
        }
        Op::I8x16LtS
        | Op::I8x16LtU
        | Op::I16x8LtS
        | Op::I16x8LtU
        | Op::I32x4LtS
        | Op::I32x4LtU
        | Op::I64x2LtS
        | Op::F32x4Lt
        | Op::F64x2Lt => compared("<", x, y, r),
        Op::I8x16GtS
        | Op::I8x16GtU
        | Op::I16x8GtS
        | Op::I16x8GtU
        | Op::I32x4GtS
        | Op::I32x4GtU
        | Op::I64x2GtS
        | Op::F32x4Gt
        | Op::F64x2Gt => compared(">", x, y, r),
        Op::I8x16LeS
        | Op::I8x16LeU
        | Op::I16x8LeS
        | Op::I16x8LeU
        | Op::I32x4LeS
        | Op::I32x4LeU
        | Op::I64x2LeS
        | Op::F32x4Le
        | Op::F64x2Le => compared("≤", x, y, r),
        Op::I8x16GeS
        | Op::I8x16GeU
        | Op::I16x8GeS
        | Op::I16x8GeU
        | Op::I32x4GeS
        | Op::I32x4GeU
        | Op::I64x2GeS
        | Op::F32x4Ge
        | Op::F64x2Ge => compared("≥", x, y, r),
        Op::V128And => bits("the bits that are one in both", r),
        Op::V128AndNot => bits(
            "the bits that are one in the first and not in the second",
            r,
        ),
        Op::V128Or => bits("the bits that are one in at least one of them", r),
        Op::V128Xor => bits("the bits that are one in exactly one of them", r),
        Op::I8x16NarrowI16x8S
        | Op::I8x16NarrowI16x8U
        | Op::I16x8NarrowI32x4S
        | Op::I16x8NarrowI32x4U => narrowed(x, y, r),
        Op::I8x16Add | Op::I16x8Add | Op::I32x4Add | Op::I64x2Add | Op::F32x4Add | Op::F64x2Add => {
            infix("their sums, lane by lane", "+")
                .note(wrapped(r, |at| Some(x.whole(at) + y.whole(at))))
        }
        Op::I8x16AddSatS | Op::I8x16AddSatU | Op::I16x8AddSatS | Op::I16x8AddSatU => {
            infix(&held("their sums"), "+")
        }
        Op::I8x16Sub | Op::I16x8Sub | Op::I32x4Sub | Op::I64x2Sub | Op::F32x4Sub | Op::F64x2Sub => {
            infix("the first less the second, lane by lane", "-")
                .note(wrapped(r, |at| Some(x.whole(at) - y.whole(at))))
        }
        Op::I8x16SubSatS | Op::I8x16SubSatU | Op::I16x8SubSatS | Op::I16x8SubSatU => {
            infix(&held("the first less the second"), "-")
        }
        Op::I8x16MinS
        | Op::I8x16MinU
        | Op::I16x8MinS
        | Op::I16x8MinU
        | Op::I32x4MinS
        | Op::I32x4MinU
        | Op::F32x4Min
        | Op::F64x2Min
        | Op::F32x4RelaxedMin
        | Op::F64x2RelaxedMin => call("the smaller of each two lanes", "min"),
        Op::I8x16MaxS
        | Op::I8x16MaxU
        | Op::I16x8MaxS
        | Op::I16x8MaxU
        | Op::I32x4MaxS
        | Op::I32x4MaxU
        | Op::F32x4Max
        | Op::F64x2Max
        | Op::F32x4RelaxedMax
        | Op::F64x2RelaxedMax => call("the larger of each two lanes", "max"),
        Op::I8x16AvgrU | Op::I16x8AvgrU => lanewise(
            "the averages of each two lanes read without a sign, halves rounded up",
            r,
            |at| format!("({} + {} + 1) / 2", x.lane(at), y.lane(at)),
        ),
        Op::I16x8Q15MulrSatS | Op::I16x8RelaxedQ15mulrS => lanewise(
            "their products as fractions of 32768, rounded and held within the lane",
            r,
            |at| format!("{} × {} / 32768", x.lane(at), y.term(at)),
        ),
        Op::I16x8Mul | Op::I32x4Mul | Op::I64x2Mul | Op::F32x4Mul | Op::F64x2Mul => {
            infix("their products, lane by lane", "×")
                .note(wrapped(r, |at| x.whole(at).checked_mul(y.whole(at))))
        }
        Op::I16x8ExtMulLowI8x16S
        | Op::I16x8ExtMulLowI8x16U
        | Op::I32x4ExtMulLowI16x8S
        | Op::I32x4ExtMulLowI16x8U
        | Op::I64x2ExtMulLowI32x4S
        | Op::I64x2ExtMulLowI32x4U => half("lower", 0),
        Op::I16x8ExtMulHighI8x16S
        | Op::I16x8ExtMulHighI8x16U
        | Op::I32x4ExtMulHighI16x8S
        | Op::I32x4ExtMulHighI16x8U
        | Op::I64x2ExtMulHighI32x4S
        | Op::I64x2ExtMulHighI32x4U => half("upper", r.shape.lanes()),
        Op::I32x4DotI16x8S => dotted("the sums of two neighbouring products", x, y, r),
        Op::F32x4Div | Op::F64x2Div => infix("the first divided by the second, lane by lane", "/"),
        Op::F32x4PMin | Op::F64x2PMin => call(
            "the second of each two lanes where it is less, else the first",
            "pmin",
        ),
        Op::F32x4PMax | Op::F64x2PMax => call(
            "the second of each two lanes where the first is less, else the first",
            "pmax",
        ),
        Op::I16x8RelaxedDotI8x16I7x16S => dotted(
            "the sums of two neighbouring products, held within the lane",
            x,
            y,
            r,
        ),
    }
}

/// A note where an exact result does not fit into its lane.
fn wrapped(r: Lanes, exact: impl Fn(u32) -> Option<i128>) -> String {
    if matches!(r.shape, Shape::F32x4 | Shape::F64x2) {
        return String::new();
    }
    match (0..r.shape.lanes()).all(|index| exact(index) == Some(r.whole(index))) {
        true => String::new(),
        false => format!(
            "What does not fit into {} bits wraps around.",
            r.shape.width()
        ),
    }
}

fn bits(what: &str, r: Lanes) -> Phrase {
    Phrase::new(what, format!(", {what}, {} of 128", r.vector.count_ones()))
}

fn compared(sign: &str, x: Lanes, y: Lanes, r: Lanes) -> Phrase {
    let how = match (sign, x.shape) {
        ("=" | "≠", _) | (_, Shape::F32x4 | Shape::F64x2) => String::new(),
        _ => format!(", read {}", x.reading.words()),
    };
    let r = Lanes::new(r.shape, r.vector, Reading::Signed);
    let is = match sign {
        "=" => "equals",
        "≠" => "differs from",
        "<" => "is below",
        ">" => "is above",
        "≤" => "is at most",
        _ => "is at least",
    };
    let what = format!("-1 in each lane where the first {is} the second{how}, 0 in the others");
    lanewise(&what, r, |at| {
        format!("{} {sign} {}", x.lane(at), y.lane(at))
    })
}

fn narrowed(x: Lanes, y: Lanes, r: Lanes) -> Phrase {
    let wide = x.shape.lanes();
    // Whatever the result is, the operands have signs.
    let lane = |from: Lanes, at: u32| lane_text(from.shape, from.vector, at);
    let what = format!(
        "the lanes of both in {} bits {}, held at the least and greatest number there is, those \
         of the first below",
        r.shape.width(),
        r.reading.words()
    );
    lanewise(&what, r, |at| match at.checked_sub(wide) {
        None => lane(x, at),
        Some(at) => lane(y, at),
    })
}

fn places(x: Lanes, y: Lanes, r: Lanes) -> Phrase {
    let y = Lanes::new(y.shape, y.vector, Reading::Unsigned);
    let r = Lanes::new(r.shape, r.vector, x.reading);
    let what = "the lanes of the first at the places that the second names, 0 from place 16 on";
    lanewise(what, r, |at| format!("lane {}", y.lane(at)))
}

fn dotted(what: &str, x: Lanes, y: Lanes, r: Lanes) -> Phrase {
    lanewise(what, r, |at| {
        let product = |at: u32| format!("{} × {}", x.term(at), y.term(at));
        format!("{} + {}", product(2 * at), product(2 * at + 1))
    })
}
