//! Vectors as text.

use super::{assert_vector, parsed, samples};
use wasmscope::runtime::{Value, lane_text, vector_text};
use wasmscope::syntax::{Shape, ValType};

#[test]
fn every_shape_is_read_and_shown() {
    for shape in Shape::DIVIDED.into_iter().chain([Shape::V128]) {
        for sample in samples() {
            let text = vector_text(shape, sample);
            assert_eq!(parsed(&text), sample, "{text}");
        }
    }
    assert_vector(
        Shape::I8x16,
        parsed("i8x16:255,128,-1,0x7f,1_0,0,0,0,0,0,0,0,0,0,0,-128"),
        "i8x16 -1 -128 -1 127 10 0 0 0 0 0 0 0 0 0 0 -128",
    );
    let floats = parsed("f32x4: 1.5, nan, -0, -nan:0x200000");
    assert_vector(Shape::F32x4, floats, "f32x4 1.5 nan -0 -nan:0x200000");
    assert_eq!(lane_text(Shape::F32x4, floats, 1), "nan");
    assert_vector(
        Shape::V128,
        floats,
        "i32x4 0x3fc00000 0x7fc00000 0x80000000 0xffa00000",
    );
    assert_vector(
        Shape::F64x2,
        parsed("f64x2:0x1p-1074,-inf"),
        "f64x2 5e-324 -inf",
    );
}

#[test]
fn what_is_no_vector_is_refused_with_a_reason() {
    let refused = |text: &str| {
        let error = Value::parse(ValType::V128, text).expect_err(text);
        error.to_string()
    };
    for text in [
        "7",
        "i32x4",
        "i32x4:1,2,3",
        "i32x4:1,2,3,4,5",
        "i32x5:1",
        "v128:1",
        "f32x4:a,1,1,1",
    ] {
        let message = format!("`{text}` is no v128: write its lanes, such as i32x4:1,2,3,4");
        assert_eq!(refused(text), message);
    }
    for text in ["i16x8:65536,0,0,0,0,0,0,0", "i64x2:-9223372036854775809,0"] {
        let message = format!("`{text}` is no v128: a lane is out of range for its width");
        assert_eq!(refused(text), message);
    }
}
