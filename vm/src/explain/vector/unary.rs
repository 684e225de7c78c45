//! One vector, one vector.

use super::super::number::Phrase;
use super::super::tale::Tale;
use super::{Lanes, Reading, lanewise, lowest, told};
use crate::syntax::VectorUnary;

pub(in crate::explain) fn unary(op: VectorUnary, a: u128, r: u128) -> Tale {
    let reading = Reading::of(op.name());
    let x = Lanes::new(op.operand(), a, reading);
    let r = Lanes::new(op.result(), r, reading);
    let operand = format!("the vector {}", x.text());
    told(op.name(), &operand, &r.text(), phrase(op, x, r))
}

fn phrase(op: VectorUnary, x: Lanes, r: Lanes) -> Phrase {
    use VectorUnary as Op;
    let signs = x.reading.words();
    let each = |what: &str| lanewise(what, r, |index| x.lane(index));
    let of =
        |what: &str, name: &str| lanewise(what, r, |index| format!("{name}({})", x.lane(index)));
    match op {
        Op::V128Not => Phrase::new("it with all bits turned", ", all bits turned"),
        Op::I8x16Abs | Op::I16x8Abs | Op::I32x4Abs | Op::I64x2Abs => {
            let least = (0..r.shape.lanes()).any(|index| r.whole(index) < 0);
            let note = match least {
                true => "The least number has no positive one in its width and stays.",
                false => "",
            };
            lanewise("each lane without its sign", r, |index| {
                format!("|{}|", x.lane(index))
            })
            .note(note)
        }
        Op::F32x4Abs | Op::F64x2Abs => lanewise("each lane without its sign", r, |index| {
            format!("|{}|", x.lane(index))
        }),
        Op::I8x16Neg | Op::I16x8Neg | Op::I32x4Neg | Op::I64x2Neg | Op::F32x4Neg | Op::F64x2Neg => {
            of("each lane with its sign turned", "neg")
        }
        Op::I8x16Popcnt => of("the number of ones in each lane", "ones"),
        Op::I16x8ExtAddPairwiseI8x16S
        | Op::I16x8ExtAddPairwiseI8x16U
        | Op::I32x4ExtAddPairwiseI16x8S
        | Op::I32x4ExtAddPairwiseI16x8U => {
            let what =
                format!("the sums of neighbouring lanes read {signs}, in lanes twice as wide");
            lanewise(&what, r, |index| {
                format!("{} + {}", x.lane(2 * index), x.term(2 * index + 1))
            })
        }
        Op::I16x8ExtendLowI8x16S
        | Op::I16x8ExtendLowI8x16U
        | Op::I32x4ExtendLowI16x8S
        | Op::I32x4ExtendLowI16x8U
        | Op::I64x2ExtendLowI32x4S
        | Op::I64x2ExtendLowI32x4U => {
            let what = format!("its lower lanes read {signs}, each twice as wide");
            lanewise(&what, r, |index| x.hex(index))
        }
        Op::I16x8ExtendHighI8x16S
        | Op::I16x8ExtendHighI8x16U
        | Op::I32x4ExtendHighI16x8S
        | Op::I32x4ExtendHighI16x8U
        | Op::I64x2ExtendHighI32x4S
        | Op::I64x2ExtendHighI32x4U => {
            let what = format!("its upper lanes read {signs}, each twice as wide");
            lanewise(&what, r, |index| x.hex(r.shape.lanes() + index))
        }
        Op::F32x4Ceil | Op::F64x2Ceil => of("each lane rounded up", "ceil"),
        Op::F32x4Floor | Op::F64x2Floor => of("each lane rounded down", "floor"),
        Op::F32x4Trunc | Op::F64x2Trunc => of("each lane rounded towards zero", "trunc"),
        Op::F32x4Nearest | Op::F64x2Nearest => of(
            "each lane rounded to the nearest whole number, halves to the even one",
            "nearest",
        ),
        Op::F32x4Sqrt | Op::F64x2Sqrt => lanewise("the square root of each lane", r, |index| {
            format!("√{}", x.term(index))
        }),
        Op::I32x4TruncSatF32x4S
        | Op::I32x4TruncSatF32x4U
        | Op::I32x4RelaxedTruncF32x4S
        | Op::I32x4RelaxedTruncF32x4U => each(&format!(
            "the whole part of each lane as an i32 {signs}, or the nearest there is"
        )),
        Op::I32x4TruncSatF64x2SZero
        | Op::I32x4TruncSatF64x2UZero
        | Op::I32x4RelaxedTruncF64x2SZero
        | Op::I32x4RelaxedTruncF64x2UZero => {
            let what = format!(
                "the whole part of both lanes as an i32 {signs}, or the nearest there is, and two \
                 zeros"
            );
            and_zeros(&what, x, r)
        }
        Op::F32x4ConvertI32x4S | Op::F32x4ConvertI32x4U => {
            each(&format!("the f32 nearest to each lane read {signs}"))
        }
        Op::F64x2ConvertLowI32x4S | Op::F64x2ConvertLowI32x4U => {
            each(&format!("the lower two lanes read {signs}, as f64"))
        }
        Op::F32x4DemoteF64x2Zero => and_zeros(
            "both lanes as f32, each the nearest or, beyond the largest, an infinity, and two zeros",
            x,
            r,
        ),
        Op::F64x2PromoteLowF32x4 => each("the lower two lanes, exactly, as f64"),
    }
}

/// Of two lanes four, the upper ones zero.
fn and_zeros(what: &str, x: Lanes, r: Lanes) -> Phrase {
    lowest(x.shape.lanes(), what, r, |index| x.lane(index))
}
