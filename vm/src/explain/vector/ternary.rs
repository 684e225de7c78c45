//! Three vectors, one vector.

use super::super::number::Phrase;
use super::super::tale::Tale;
use super::{Lanes, Reading, lanewise, told};
use crate::syntax::VectorTernary;

pub(in crate::explain) fn ternary(op: VectorTernary, [a, b, c]: [u128; 3], r: u128) -> Tale {
    use VectorTernary as Op;
    let [x, y] = [a, b].map(|vector| Lanes::new(op.operand(), vector, Reading::Signed));
    let [z, r] = [c, r].map(|vector| Lanes::new(op.result(), vector, Reading::Signed));
    let operands = format!("the vectors {}, {} and {}", x.text(), y.text(), z.text());
    let formula = |sign: &'static str| {
        move |index| {
            let (x, y, z) = (x.term(index), y.term(index), z.term(index));
            format!("{sign}{x} × {y} + {z}")
        }
    };
    let phrase = match op {
        Op::V128Bitselect => {
            let what = "the bits of the first where the third has ones, and of the second where \
                        it has zeros";
            Phrase::new(what, format!(", {what}"))
        }
        Op::I8x16RelaxedLaneselect
        | Op::I16x8RelaxedLaneselect
        | Op::I32x4RelaxedLaneselect
        | Op::I64x2RelaxedLaneselect => lanewise(
            "the lanes of the first where the third is all ones, and of the second where it is \
             zero, otherwise a mixture of their bits",
            r,
            |index| {
                let (x, y, mask) = (x.lane(index), y.lane(index), z.lane(index));
                format!("{x} or {y} by {mask}")
            },
        ),
        Op::F32x4RelaxedMadd | Op::F64x2RelaxedMadd => lanewise(
            "the products of the first two plus the third, each product rounded first",
            r,
            formula(""),
        ),
        Op::F32x4RelaxedNmadd | Op::F64x2RelaxedNmadd => lanewise(
            "the third less the products of the first two, each product rounded first",
            r,
            formula("-"),
        ),
        Op::I32x4RelaxedDotI8x16I7x16AddS => lanewise(
            "the sums of four neighbouring products of the first two, and of the lane of the third",
            r,
            |index| {
                let products: Vec<String> = (4 * index..4 * index + 4)
                    .map(|lane| format!("{} × {}", x.term(lane), y.term(lane)))
                    .collect();
                format!("{} + {}", products.join(" + "), z.term(index))
            },
        ),
    };
    told(op.name(), &operands, &r.text(), phrase)
}
