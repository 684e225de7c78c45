//! Between vectors and scalars, and constants.

use super::super::number::Phrase;
use super::super::tale::Tale;
use super::super::words::{count, slot};
use super::{Lanes, Reading, lanewise, told};
use crate::runtime::{Value, lane_text, vector_text};
use crate::syntax::{ExtractLane, ReplaceLane, Shape, Splat, VectorShift, VectorTest};

pub(in crate::explain) fn test(op: VectorTest, a: u128, r: Value) -> Tale {
    use VectorTest as Op;
    let shape = op.operand();
    let holds = slot(r) == 1;
    let lanes = shape.lanes();
    let phrase = match op {
        Op::V128AnyTrue => {
            let which = if holds { "at least one" } else { "none" };
            Phrase::new(
                "1 if any of its bits is one, else 0",
                format!(": {which} of its bits is one"),
            )
        }
        Op::I8x16AllTrue | Op::I16x8AllTrue | Op::I32x4AllTrue | Op::I64x2AllTrue => {
            let zeros = (0..lanes)
                .filter(|index| shape.lane(a, *index) == 0)
                .count();
            let did = match zeros {
                0 => format!(": none of its {lanes} lanes is zero"),
                1 => format!(": 1 of its {lanes} lanes is zero"),
                _ => format!(": {zeros} of its {lanes} lanes are zero"),
            };
            Phrase::new(
                format!("1 if none of its {lanes} lanes is zero, else 0"),
                did,
            )
        }
        Op::I8x16Bitmask | Op::I16x8Bitmask | Op::I32x4Bitmask | Op::I64x2Bitmask => {
            let digits = lanes as usize;
            let below = (0..lanes).filter(|index| slot(r) >> index & 1 == 1).count() as u64;
            Phrase::new(
                format!("the sign bits of its {lanes} lanes as a number, that of lane 0 last"),
                format!(
                    ", in binary {:0digits$b}: a one for each lane below zero, {}",
                    slot(r),
                    count(below, "lane")
                ),
            )
        }
    };
    let operand = format!("the vector {}", vector_text(shape, a));
    told(op.name(), &operand, &format!("the i32 {r}"), phrase)
}

pub(in crate::explain) fn shift(op: VectorShift, a: u128, places: Value, r: u128) -> Tale {
    use VectorShift as Op;
    let reading = Reading::of(op.name());
    let shape = op.operand();
    let (x, r) = (Lanes::new(shape, a, reading), Lanes::new(shape, r, reading));
    let by = slot(places) % u64::from(shape.width());
    let (sign, how) = match op {
        Op::I8x16Shl | Op::I16x8Shl | Op::I32x4Shl | Op::I64x2Shl => {
            ("<<", "left, zeros following from the right")
        }
        Op::I8x16ShrS | Op::I16x8ShrS | Op::I32x4ShrS | Op::I64x2ShrS => (
            ">>",
            "right, copies of its sign bit following from the left",
        ),
        Op::I8x16ShrU | Op::I16x8ShrU | Op::I32x4ShrU | Op::I64x2ShrU => {
            (">>", "right, zeros following from the left")
        }
    };
    let what = format!(
        "the bits of each lane moved {} to the {how}",
        count(by, "place")
    );
    let note = match slot(places) == by {
        true => String::new(),
        false => format!(
            "The count {places} is taken modulo {}, which is {by}.",
            shape.width()
        ),
    };
    let phrase = lanewise(&what, r, |index| format!("{} {sign} {by}", x.lane(index))).note(note);
    let operands = format!("the vector {} and the i32 {places}", x.text());
    told(op.name(), &operands, &r.text(), phrase)
}

pub(in crate::explain) fn splat(op: Splat, v: Value, r: u128) -> Tale {
    let shape = op.result();
    let (will, did) = match shape {
        Shape::I8x16 | Shape::I16x8 => {
            let part = format!("its lowest {} bits", shape.width());
            (part.clone(), part)
        }
        _ => ("it".to_owned(), v.to_string()),
    };
    let all = format!("in all {} lanes of an {shape}", shape.lanes());
    let phrase = Phrase::new(format!("{will} {all}"), format!(", {did} {all}"));
    let operand = format!("the {} {v}", v.ty());
    told(op.name(), &operand, &vector_text(shape, r), phrase)
}

pub(in crate::explain) fn extract(op: ExtractLane, lane: u8, a: u128, r: Value) -> Tale {
    use ExtractLane as Op;
    let shape = op.operand();
    let how = match op {
        Op::I8x16ExtractLaneS | Op::I16x8ExtractLaneS => " with a sign",
        Op::I8x16ExtractLaneU | Op::I16x8ExtractLaneU => " without a sign",
        Op::I32x4ExtractLane
        | Op::I64x2ExtractLane
        | Op::F32x4ExtractLane
        | Op::F64x2ExtractLane => "",
    };
    let phrase = Phrase::new(
        format!(
            "its lane {lane} as {}{how}",
            super::super::words::a(op.result())
        ),
        format!(", its lane {lane}{how}"),
    );
    let operand = format!("the vector {}", vector_text(shape, a));
    told(
        op.name(),
        &operand,
        &format!("the {} {r}", op.result()),
        phrase,
    )
}

pub(in crate::explain) fn replace(op: ReplaceLane, lane: u8, a: u128, v: Value, r: u128) -> Tale {
    let shape = op.operand();
    let [old, new] = [a, r].map(|vector| lane_text(shape, vector, lane.into()));
    let phrase = Phrase::new(
        format!("the vector with {new} in the place of {old} as lane {lane}"),
        format!(", with {new} in the place of {old} as lane {lane}"),
    );
    let operands = format!(
        "the vector {} and the {} {v}",
        vector_text(shape, a),
        v.ty()
    );
    told(op.name(), &operands, &vector_text(shape, r), phrase)
}

/// `v128.const`.
pub(in crate::explain) fn constant(vector: u128) -> Tale {
    let text = vector_text(Shape::V128, vector);
    Tale::safe(
        format!("Will push {text}, a vector that stands in the code itself."),
        format!("Pushed the vector {text}, which stands in the code itself."),
    )
}
