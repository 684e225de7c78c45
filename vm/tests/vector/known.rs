//! Known values.

use super::{assert_vector, binary, pairs, parsed, unary};
use wasmscope::exec::num::vector;
use wasmscope::syntax::{Shape, VectorBinary, VectorTest};

#[test]
fn narrow_integers_wrap_saturate_and_round() {
    let a = "i8x16:127,-128,-1,100,-100,200,1,0,0,0,0,0,0,0,0,0";
    let b = "i8x16:1,-1,-1,100,-100,100,2,0,0,0,0,0,0,0,0,0";
    for (name, expected) in [
        ("i8x16.add", "-128 127 -2 -56 56 44 3"),
        ("i8x16.add_sat_s", "127 -128 -2 127 -128 44 3"),
        ("i8x16.add_sat_u", "-128 -1 -1 -56 -1 -1 3"),
        ("i8x16.sub_sat_u", "126 0 0 0 0 100 0"),
        ("i8x16.min_u", "1 -128 -1 100 -100 100 1"),
        ("i8x16.min_s", "1 -128 -1 100 -100 -56 1"),
        ("i8x16.avgr_u", "64 -64 -1 100 -100 -106 2"),
    ] {
        let expected = format!("i8x16 {expected}{}", " 0".repeat(9));
        assert_vector(Shape::I8x16, binary(name, a, b), &expected);
    }
    assert_vector(
        Shape::I16x8,
        binary(
            "i16x8.q15mulr_sat_s",
            "i16x8:-32768,32767,16384,1,3,0,0,0",
            "i16x8:-32768,32767,16384,16384,16384,0,0,0",
        ),
        "i16x8 32767 32766 8192 1 2 0 0 0",
    );
    assert_vector(
        Shape::I8x16,
        binary(
            "i8x16.narrow_i16x8_u",
            "i16x8:-1,0,255,256,32767,-32768,7,8",
            "i16x8:1,2,3,4,5,6,7,300",
        ),
        "i8x16 0 0 -1 -1 -1 0 7 8 1 2 3 4 5 6 7 -1",
    );
    assert_vector(
        Shape::I16x8,
        binary(
            "i16x8.narrow_i32x4_s",
            "i32x4:40000,-40000,5,-5",
            "i32x4:1,2,3,4",
        ),
        "i16x8 32767 -32768 5 -5 1 2 3 4",
    );
}

#[test]
fn wider_lanes_have_room_for_sums_and_products() {
    let bytes = "i8x16:-1,-1,127,127,-128,-128,1,2,3,4,5,6,7,8,9,-1";
    assert_vector(
        Shape::I16x8,
        unary("i16x8.extadd_pairwise_i8x16_u", bytes),
        "i16x8 510 254 256 3 7 11 15 264",
    );
    assert_vector(
        Shape::I16x8,
        unary("i16x8.extend_high_i8x16_s", bytes),
        "i16x8 3 4 5 6 7 8 9 -1",
    );
    assert_vector(
        Shape::I16x8,
        binary("i16x8.extmul_low_i8x16_u", bytes, bytes),
        "i16x8 -511 -511 16129 16129 16384 16384 1 4",
    );
    assert_vector(
        Shape::I64x2,
        binary(
            "i64x2.extmul_high_i32x4_s",
            "i32x4:0,0,-2147483648,5",
            "i32x4:0,0,-2147483648,-7",
        ),
        "i64x2 4611686018427387904 -35",
    );
    // The only sum of two products that wraps around.
    assert_vector(
        Shape::I32x4,
        binary(
            "i32x4.dot_i16x8_s",
            "i16x8:-32768,-32768,1,2,3,4,0,0",
            "i16x8:-32768,-32768,5,6,-7,8,0,0",
        ),
        "i32x4 -2147483648 17 11 0",
    );
}

#[test]
fn conversions_saturate_round_and_leave_zeros() {
    assert_vector(
        Shape::I32x4,
        unary("i32x4.trunc_sat_f32x4_s", "f32x4:nan,-1.9,3e9,-inf"),
        "i32x4 0 -1 2147483647 -2147483648",
    );
    assert_vector(
        Shape::I32x4,
        unary("i32x4.trunc_sat_f64x2_u_zero", "f64x2:4294967295.9,-1"),
        "i32x4 -1 0 0 0",
    );
    assert_vector(
        Shape::F32x4,
        unary("f32x4.convert_i32x4_u", "i32x4:-1,16777217,0,1"),
        "f32x4 4294967300 16777216 0 1",
    );
    assert_vector(
        Shape::F64x2,
        unary("f64x2.convert_low_i32x4_u", "i32x4:-1,7,1,1"),
        "f64x2 4294967295 7",
    );
    assert_vector(
        Shape::F32x4,
        unary(
            "f32x4.demote_f64x2_zero",
            "f64x2:1e300,-nan:0x4000000000000",
        ),
        "f32x4 inf nan 0 0",
    );
    assert_vector(
        Shape::F64x2,
        unary("f64x2.promote_low_f32x4", "f32x4:0.1,-nan:0x200000,1,1"),
        "f64x2 0.10000000149011612 nan",
    );
}

#[test]
fn arithmetic_makes_nans_canonical_and_selection_keeps_bits() {
    let odd = "f32x4:-nan:0x200000,nan:0x1,1,-0";
    let one = "f32x4:1,1,-nan:0x300000,0";
    let sum = binary("f32x4.add", odd, one);
    assert_vector(Shape::F32x4, sum, "f32x4 nan nan nan 0");
    let min = binary("f32x4.min", odd, one);
    assert_vector(Shape::F32x4, min, "f32x4 nan nan nan -0");
    // The second only where it is less: with a NaN it never is, and zeros are equal.
    let pmin = binary("f32x4.pmin", odd, one);
    assert_vector(Shape::F32x4, pmin, "f32x4 -nan:0x200000 nan:0x1 1 -0");
    let pmax = binary("f32x4.pmax", one, odd);
    assert_vector(Shape::F32x4, pmax, "f32x4 1 1 -nan:0x300000 0");
    let neg = unary("f32x4.neg", odd);
    assert_vector(Shape::F32x4, neg, "f32x4 nan:0x200000 -nan:0x1 -1 0");
    let abs = unary("f64x2.abs", "f64x2:-nan:0x1,-2");
    assert_vector(Shape::F64x2, abs, "f64x2 nan:0x1 2");
}

#[test]
fn a_shuffle_within_one_vector_is_a_swizzle() {
    let mut random = fastrand::Rng::with_seed(16);
    for (a, b) in pairs() {
        let places: [u8; 16] = std::array::from_fn(|_| random.u8(..16));
        let swizzled = vector::binary(VectorBinary::I8x16Swizzle, a, u128::from_le_bytes(places));
        assert_eq!(vector::shuffle(places, a, b), swizzled);
        assert_eq!(
            vector::shuffle(places.map(|place| place + 16), b, a),
            swizzled
        );
    }
    let bytes = "i8x16:10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25";
    for name in ["i8x16.swizzle", "i8x16.relaxed_swizzle"] {
        let places = "i8x16:15,16,255,0,128,31,1,1,1,1,1,1,1,1,1,1";
        assert_vector(
            Shape::I8x16,
            binary(name, bytes, places),
            "i8x16 25 0 0 10 0 0 11 11 11 11 11 11 11 11 11 11",
        );
    }
}

#[test]
fn tests_look_at_all_lanes() {
    let test = |name: &str, a: &str| {
        let op = VectorTest::ALL.iter().find(|op| op.name() == name);
        vector::test(*op.expect(name), parsed(a))
    };
    let bytes = "i8x16:-1,1,0,-128,1,1,1,1,1,1,1,1,1,1,1,-5";
    assert_eq!(test("i8x16.bitmask", bytes), 0b1000_0000_0000_1001);
    assert_eq!(test("i8x16.all_true", bytes), 0);
    assert_eq!(test("i16x8.all_true", bytes), 1);
    assert_eq!(test("i64x2.bitmask", "i64x2:1,-1"), 2);
    assert_eq!(test("i64x2.all_true", "i64x2:4294967296,1"), 1);
    assert_eq!(test("i32x4.all_true", "i64x2:4294967296,1"), 0);
    assert_eq!(test("v128.any_true", "i64x2:0,0"), 0);
    assert_eq!(test("v128.any_true", "f32x4:0,0,0,-0"), 1);
}
