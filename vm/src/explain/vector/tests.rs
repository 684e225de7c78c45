//! Every instruction on vectors has a sentence of its own, with its live operands.

use super::*;
use crate::exec::num::vector as num;
use crate::runtime::Value;
use crate::syntax::{
    ExtractLane, ReplaceLane, Splat, ValType, VectorBinary, VectorLoad, VectorLoadLane,
    VectorShift, VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};
use std::collections::BTreeMap;

fn parsed(text: &str) -> u128 {
    match Value::parse(ValType::V128, text) {
        Ok(Value::V128(bits)) => bits,
        other => panic!("{text}: {other:?}"),
    }
}

fn samples() -> [u128; 4] {
    [
        "i8x16:-128,127,-1,0,1,2,3,4,5,6,7,8,9,10,100,-100",
        "i32x4:7,-2147483648,40000,-5",
        "f32x4:1.5,nan,-0,3e9",
        "f64x2:0.1,-inf",
    ]
    .map(parsed)
}

/// The sentences met so far, each with the instruction that it is about.
#[derive(Default)]
struct Met(BTreeMap<String, &'static str>);

impl Met {
    /// `parts` are in both sentences, `result` in the second.
    fn check(&mut self, op: &'static str, tale: &Tale, parts: &[String], result: &str) {
        if std::env::var_os("SHOW_SENTENCES").is_some() {
            println!("{op}\n  {}\n  {}", tale.before, tale.after);
        }
        for text in [&tale.before, &tale.after] {
            assert!(text.ends_with('.') && !text.contains("  "), "{op}: {text}");
            assert!(!text.contains(['{', '}']), "{op}: {text}");
            for part in parts {
                assert!(
                    text.contains(part.as_str()),
                    "{op}: {part} is not in {text}"
                );
            }
            let first = *self.0.entry(text.clone()).or_insert(op);
            assert_eq!(first, op, "two instructions have the same sentence: {text}");
        }
        assert!(
            tale.after.contains(result),
            "{op}: {result} is not in {}",
            tale.after
        );
    }
}

fn pairs() -> impl Iterator<Item = (u128, u128)> {
    let firsts = samples().into_iter();
    firsts.flat_map(|a| samples().into_iter().map(move |b| (a, b)))
}

#[test]
fn what_takes_vectors_alone_is_told() {
    let mut met = Met::default();
    for op in VectorUnary::ALL {
        for a in samples() {
            let r = num::unary(*op, a);
            let parts = [vector_text(op.operand(), a)];
            let result = vector_text(op.result(), r);
            met.check(op.name(), &unary(*op, a, r), &parts, &result);
        }
    }
    for (a, b) in pairs() {
        for op in VectorBinary::ALL {
            let r = num::binary(*op, a, b);
            let parts = [a, b].map(|vector| vector_text(op.operand(), vector));
            let result = vector_text(op.result(), r);
            met.check(op.name(), &binary(*op, a, b, r), &parts, &result);
        }
        for op in VectorTernary::ALL {
            let r = num::ternary(*op, a, b, a);
            let parts = [
                vector_text(op.operand(), a),
                vector_text(op.operand(), b),
                vector_text(op.result(), a),
            ];
            let result = vector_text(op.result(), r);
            met.check(op.name(), &ternary(*op, [a, b, a], r), &parts, &result);
        }
        let places = [0, 16, 31, 15, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3];
        let r = num::shuffle(places, a, b);
        let parts = [a, b].map(|vector| vector_text(Shape::I8x16, vector));
        let result = vector_text(Shape::I8x16, r);
        met.check("i8x16.shuffle", &shuffle(places, a, b, r), &parts, &result);
    }
}

#[test]
fn what_has_scalars_is_told() {
    let mut met = Met::default();
    let scalar = |ty: ValType| Value::from_slots(ty, [0x4048_f5c3_8000_0183, 0]);
    for a in samples() {
        for op in VectorTest::ALL {
            let r = Value::I32(num::test(*op, a) as i32);
            let parts = [vector_text(op.operand(), a)];
            met.check(op.name(), &test(*op, a, r), &parts, &format!("the i32 {r}"));
        }
        for op in VectorShift::ALL {
            for places in [3, 67] {
                let r = num::shift(*op, a, places as u32);
                let parts = [vector_text(op.operand(), a), format!("the i32 {places}")];
                let tale = shift(*op, a, Value::I32(places), r);
                met.check(op.name(), &tale, &parts, &vector_text(op.operand(), r));
            }
        }
        for op in ExtractLane::ALL {
            let slot = num::extract(*op, 1, a);
            let r = Value::from_slots(op.result(), [slot, 0]);
            let parts = [vector_text(op.operand(), a), "lane 1".to_owned()];
            met.check(op.name(), &extract(*op, 1, a, r), &parts, &r.to_string());
        }
        for op in ReplaceLane::ALL {
            let v = scalar(op.scalar());
            let r = num::replace(*op, 1, a, v.to_slots()[0]);
            let parts = [vector_text(op.operand(), a), v.to_string()];
            let tale = replace(*op, 1, a, v, r);
            met.check(op.name(), &tale, &parts, &vector_text(op.operand(), r));
        }
        met.check(
            "v128.const",
            &constant(a),
            &[vector_text(Shape::V128, a)],
            "",
        );
    }
    for op in Splat::ALL {
        let v = scalar(op.operand());
        let r = num::splat(*op, v.to_slots()[0]);
        let result = vector_text(op.result(), r);
        met.check(op.name(), &splat(*op, v, r), &[v.to_string()], &result);
    }
}

#[test]
fn what_has_memory_is_told() {
    let mut met = Met::default();
    let memory: Vec<u8> = (0xf8..=0xff).chain(0..8).collect();
    let at = "address 64 (0x40)";
    for op in VectorLoad::ALL {
        let read = &memory[..op.bytes() as usize];
        let r = num::load_extend(*op, read);
        let read = super::super::words::bytes(read, None);
        let result = vector_text(op.result(), r);
        let parts = [at.to_owned(), read.clone()];
        met.check(op.name(), &load(*op, at, &read, r), &parts, &result);
    }
    for a in samples() {
        for op in VectorLoadLane::ALL {
            let read = &memory[..op.bytes() as usize];
            let r = num::load_lane(*op, 1, a, read);
            let read = super::super::words::bytes(read, None);
            let parts = [at.to_owned(), read.clone(), vector_text(op.operand(), a)];
            let tale = load_lane(*op, 1, [at, &read], a, r);
            met.check(op.name(), &tale, &parts, &vector_text(op.operand(), r));
        }
        for op in VectorStoreLane::ALL {
            let parts = [at.to_owned(), vector_text(op.operand(), a)];
            met.check(
                op.name(),
                &store_lane(*op, 1, [at, "0x00"], a),
                &parts,
                "0x00",
            );
        }
        let parts = [at.to_owned(), vector_text(Shape::V128, a)];
        met.check("v128.store", &store(at, "0x00", a), &parts, "0x00");
    }
}

#[test]
fn sentences_read_well() {
    let (a, b) = (parsed("i32x4:1,2,3,2147483647"), parsed("i32x4:5,-6,7,8"));
    let op = VectorBinary::I32x4Add;
    let tale = binary(op, a, b, num::binary(op, a, b));
    assert_eq!(
        tale.before,
        "Takes the vectors i32x4 1 2 3 2147483647 and i32x4 5 -6 7 8 off the stack and will push \
         their sums, lane by lane: 1 + 5, 2 + (-6), 3 + 7, 2147483647 + 8."
    );
    assert_eq!(
        tale.after,
        "Took the vectors i32x4 1 2 3 2147483647 and i32x4 5 -6 7 8, pushed i32x4 6 -4 10 \
         -2147483641, their sums, lane by lane: 1 + 5 gives 6, 2 + (-6) gives -4, 3 + 7 gives 10, 2147483647 + 8 gives \
         -2147483641. What does not fit into 32 bits wraps around."
    );
    let op = VectorUnary::I32x4TruncSatF64x2UZero;
    let a = parsed("f64x2:3e9,nan");
    assert_eq!(
        unary(op, a, num::unary(op, a)).after,
        "Took the vector f64x2 3000000000 nan, pushed i32x4 -1294967296 0 0 0, the whole part of both \
         lanes as an i32 without a sign, or the nearest there is, and two zeros: 3000000000 gives \
         3000000000, nan gives 0."
    );
    let op = VectorTest::I8x16Bitmask;
    let a = parsed("i8x16:-1,1,0,-128,1,1,1,1,1,1,1,1,1,1,1,1");
    assert_eq!(
        test(op, a, Value::I32(9)).after,
        "Took the vector i8x16 -1 1 0 -128 1 1 1 1 1 1 1 1 1 1 1 1, pushed the i32 9, in binary \
         0000000000001001: a one for each lane below zero, 2 lanes."
    );
}

#[test]
fn rules_are_in_the_shapes_of_the_instruction() {
    let v = |text: &str| Value::V128(parsed(text));
    let pop = [v("f32x4:1,2,3,nan"), v("f32x4:1,5,0,nan")];
    assert_eq!(
        rule(
            "f32x4.eq",
            (Shape::F32x4, &pop),
            (Shape::I32x4, &[v("i32x4:-1,0,0,0")])
        ),
        "(v128.const f32x4 1 2 3 nan) (v128.const f32x4 1 5 0 nan) f32x4.eq ↪ (v128.const i32x4 \
         -1 0 0 0)"
    );
    let pop = [v("i64x2:1,2"), Value::I32(3)];
    assert_eq!(
        rule(
            "i64x2.shl",
            (Shape::I64x2, &pop),
            (Shape::I64x2, &[v("i64x2:8,16")])
        ),
        "(v128.const i64x2 1 2) (i32.const 3) i64x2.shl ↪ (v128.const i64x2 8 16)"
    );
    let anchors: Vec<&str> = VectorBinary::ALL.iter().map(|op| op.anchor()).collect();
    for anchor in [
        "vvbinop",
        "vrelop",
        "vnarrow",
        "vextbinop",
        "vswizzlop",
        "vbinop",
    ] {
        assert!(anchors.contains(&anchor), "{anchor}");
    }
    assert_eq!(
        VectorBinary::I16x8RelaxedDotI8x16I7x16S.anchor(),
        "vextbinop"
    );
    assert_eq!(VectorBinary::F32x4RelaxedMin.anchor(), "vbinop");
    assert_eq!(VectorUnary::F32x4Trunc.anchor(), "vunop");
    assert_eq!(VectorUnary::I32x4RelaxedTruncF32x4S.anchor(), "vcvtop");
    assert_eq!(VectorUnary::I16x8ExtAddPairwiseI8x16U.anchor(), "vextunop");
}
