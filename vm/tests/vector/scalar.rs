//! Each lane against the scalar instruction, or against the words of its name.

use super::{pairs, samples, slot};
use wasmscope::exec::num::{self, vector};
use wasmscope::syntax::{
    BinaryOp, Shape, UnaryOp, VectorBinary, VectorShift, VectorTernary, VectorUnary,
};

/// The scalar instruction that does to a lane what one on vectors does to all of them.
fn scalar_name(shape: Shape, name: &str) -> Option<String> {
    let ty = match shape {
        Shape::I32x4 => "i32",
        Shape::I64x2 => "i64",
        Shape::F32x4 => "f32",
        Shape::F64x2 => "f64",
        Shape::I8x16 | Shape::I16x8 | Shape::V128 => return None,
    };
    Some(format!("{ty}.{}", name.split_once('.')?.1))
}

#[test]
fn each_lane_is_as_the_scalar_instruction_has_it() {
    let mut unaries = 0;
    for op in VectorUnary::ALL {
        let shape = op.result();
        let scalar = scalar_name(shape, op.name());
        let Some(scalar) = UnaryOp::ALL
            .iter()
            .find(|op| Some(op.name()) == scalar.as_deref())
        else {
            continue;
        };
        unaries += 1;
        for a in samples() {
            let found = vector::unary(*op, a);
            for index in 0..shape.lanes() {
                let expected = num::unary(*scalar, slot(shape, a, index));
                assert_eq!(slot(shape, found, index), expected, "{} {a:x}", op.name());
            }
        }
    }
    // ceil floor trunc nearest abs neg sqrt of both widths.
    assert_eq!(unaries, 14);
    let mut binaries = 0;
    for op in VectorBinary::ALL {
        let shape = op.operand();
        let scalar = scalar_name(shape, op.name());
        let Some(scalar) = BinaryOp::ALL
            .iter()
            .find(|op| Some(op.name()) == scalar.as_deref())
        else {
            continue;
        };
        binaries += 1;
        let compares = shape != op.result() || scalar.result() != scalar.operand();
        for (a, b) in pairs() {
            let found = vector::binary(*op, a, b);
            for index in 0..shape.lanes() {
                let (x, y) = (slot(shape, a, index), slot(shape, b, index));
                let expected = match (num::binary(*scalar, x, y), holds(scalar.name())) {
                    (1, true) => u64::MAX >> (64 - shape.width()),
                    (bits, _) => bits,
                };
                assert_eq!(
                    slot(shape, found, index),
                    expected,
                    "{} {a:x} {b:x}",
                    op.name()
                );
            }
            assert!(!compares || holds(scalar.name()));
        }
    }
    // i32x4 and i64x2: three, and ten or six comparisons; f32x4 and f64x2: six, and six.
    assert_eq!(binaries, 13 + 9 + 12 + 12);
}

/// Whether an instruction compares.
fn holds(name: &str) -> bool {
    let name = name.split(['.', '_']).nth(1).unwrap_or_default();
    ["eq", "ne", "lt", "gt", "le", "ge"].contains(&name)
}

#[test]
fn each_shift_is_as_the_scalar_instruction_has_it() {
    for op in VectorShift::ALL {
        let shape = op.operand();
        let width = shape.width();
        let signed = op.name().ends_with("_s");
        for a in samples() {
            for places in [0, 1, 7, 8, 15, 31, 32, 63, 64, 65, u32::MAX] {
                let found = vector::shift(*op, a, places);
                for index in 0..shape.lanes() {
                    let lane = slot(shape, a, index);
                    let by = places % width;
                    // In 64 bits, the sign of the lane spread out.
                    let wide = (lane << (64 - width)) as i64 >> (64 - width);
                    let expected = match (op.name().ends_with("shl"), signed) {
                        (true, _) => lane << by,
                        (false, true) => (wide >> by) as u64,
                        (false, false) => lane >> by,
                    };
                    let expected = expected & (u64::MAX >> (64 - width));
                    assert_eq!(
                        slot(shape, found, index),
                        expected,
                        "{} {places}",
                        op.name()
                    );
                }
            }
        }
    }
}

#[test]
fn bits_are_selected_one_by_one() {
    for (a, b) in pairs() {
        let mask = a.rotate_left(41) ^ b;
        for op in VectorTernary::ALL {
            if op.name().ends_with("select") {
                let found = vector::ternary(*op, a, b, mask);
                assert_eq!(found, a & mask | b & !mask, "{}", op.name());
            }
        }
        assert_eq!(vector::binary(VectorBinary::V128AndNot, a, b), a & !b);
        assert_eq!(vector::unary(VectorUnary::V128Not, a), !a);
    }
}
