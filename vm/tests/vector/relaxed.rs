//! Relaxed instructions: the first of the results that the specification lists.

use super::{assert_vector, binary, pairs, ternary};
use wasmscope::exec::num::vector;
use wasmscope::syntax::{Shape, VectorBinary, VectorUnary};

/// Section 4.3, "Relaxed operations": the first of the results that are listed.
#[test]
fn relaxed_instructions_are_as_the_deterministic_profile_has_them() {
    for (a, b) in pairs() {
        for (relaxed, plain) in [
            ("i8x16.relaxed_swizzle", "i8x16.swizzle"),
            ("f32x4.relaxed_min", "f32x4.min"),
            ("f32x4.relaxed_max", "f32x4.max"),
            ("f64x2.relaxed_min", "f64x2.min"),
            ("f64x2.relaxed_max", "f64x2.max"),
            ("i16x8.relaxed_q15mulr_s", "i16x8.q15mulr_sat_s"),
        ] {
            let find = |name| VectorBinary::ALL.iter().find(|op| op.name() == name);
            let [relaxed, plain] = [relaxed, plain].map(|name| *find(name).expect(name));
            assert_eq!(vector::binary(relaxed, a, b), vector::binary(plain, a, b));
        }
        for (relaxed, plain) in [
            ("i32x4.relaxed_trunc_f32x4_s", "i32x4.trunc_sat_f32x4_s"),
            ("i32x4.relaxed_trunc_f32x4_u", "i32x4.trunc_sat_f32x4_u"),
            (
                "i32x4.relaxed_trunc_f64x2_s_zero",
                "i32x4.trunc_sat_f64x2_s_zero",
            ),
            (
                "i32x4.relaxed_trunc_f64x2_u_zero",
                "i32x4.trunc_sat_f64x2_u_zero",
            ),
        ] {
            let find = |name| VectorUnary::ALL.iter().find(|op| op.name() == name);
            let [relaxed, plain] = [relaxed, plain].map(|name| *find(name).expect(name));
            assert_eq!(vector::unary(relaxed, a), vector::unary(plain, a));
        }
    }
    // Fused it would be 2^-24 more: the product is rounded before it is added.
    let near = "f32x4:1.000244140625,1.000244140625,2,0";
    assert_vector(
        Shape::F32x4,
        ternary(
            "f32x4.relaxed_madd",
            near,
            near,
            "f32x4:-1.00048828125,0,3,0",
        ),
        "f32x4 0 1.0004883 7 0",
    );
    assert_vector(
        Shape::F32x4,
        ternary(
            "f32x4.relaxed_nmadd",
            near,
            near,
            "f32x4:1.00048828125,0,3,nan",
        ),
        "f32x4 0 -1.0004883 -1 nan",
    );
    assert_vector(
        Shape::F64x2,
        ternary(
            "f64x2.relaxed_madd",
            "f64x2:1e200,3",
            "f64x2:1e200,5",
            "f64x2:-inf,7",
        ),
        "f64x2 nan 22",
    );
    // The second operand is read with its sign, and two products together saturate.
    let (a, b) = (
        "i8x16:-128,-128,-128,127,2,3,0,0,0,0,0,0,0,0,0,0",
        "i8x16:-128,-128,-1,127,5,7,0,0,0,0,0,0,0,0,0,0",
    );
    assert_vector(
        Shape::I16x8,
        binary("i16x8.relaxed_dot_i8x16_i7x16_s", a, b),
        "i16x8 32767 16257 31 0 0 0 0 0",
    );
    assert_vector(
        Shape::I32x4,
        ternary("i32x4.relaxed_dot_i8x16_i7x16_add_s", a, b, "i32x4:1,2,3,4"),
        "i32x4 49025 33 3 4",
    );
}
