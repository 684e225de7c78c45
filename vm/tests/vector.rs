//! Vectors: as text, and what the instructions compute on them, held against the scalar
//! instructions of the same name lane by lane and against known values.

#[path = "vector/known.rs"]
mod known;
#[path = "vector/memory.rs"]
mod memory;
#[path = "vector/relaxed.rs"]
mod relaxed;
#[path = "vector/scalar.rs"]
mod scalar;
#[path = "vector/text.rs"]
mod text;

use wasmscope::exec::num::vector;
use wasmscope::runtime::{Value, vector_text};
use wasmscope::syntax::{Shape, ValType, VectorBinary, VectorTernary, VectorUnary};

/// The vector of this text.
fn parsed(text: &str) -> u128 {
    match Value::parse(ValType::V128, text) {
        Ok(Value::V128(bits)) => bits,
        other => panic!("{text}: {other:?}"),
    }
}

#[track_caller]
fn assert_vector(shape: Shape, found: u128, expected: &str) {
    assert_eq!(vector_text(shape, found), expected);
}

fn unary(name: &str, a: &str) -> u128 {
    let op = VectorUnary::ALL.iter().find(|op| op.name() == name);
    vector::unary(*op.expect(name), parsed(a))
}

fn binary(name: &str, a: &str, b: &str) -> u128 {
    let op = VectorBinary::ALL.iter().find(|op| op.name() == name);
    vector::binary(*op.expect(name), parsed(a), parsed(b))
}

fn ternary(name: &str, a: &str, b: &str, c: &str) -> u128 {
    let op = VectorTernary::ALL.iter().find(|op| op.name() == name);
    vector::ternary(*op.expect(name), parsed(a), parsed(b), parsed(c))
}

/// Vectors with the corners of all shapes in them, and some by chance.
fn samples() -> Vec<u128> {
    let texts = [
        "i64x2:0,0",
        "i64x2:-1,-1",
        "i8x16:-128,127,-1,0,1,2,3,4,5,6,7,8,9,10,100,-100",
        "i16x8:-32768,32767,-1,0,1,255,256,-256",
        "i32x4:-2147483648,2147483647,-1,16777217",
        "i64x2:-9223372036854775808,9223372036854775807",
        "f32x4:0,-0,1.5,-2.5",
        "f32x4:nan,-nan,nan:0x200000,inf",
        "f32x4:3e9,-3e9,1e-45,-inf",
        "f64x2:0,-0",
        "f64x2:nan:0x4000000000000,-inf",
        "f64x2:1e300,-2.5",
        "f64x2:4294967296,-2147483649",
    ];
    let mut random = fastrand::Rng::with_seed(128);
    let chance = std::iter::repeat_with(|| random.u128(..)).take(40);
    texts.into_iter().map(parsed).chain(chance).collect()
}

fn pairs() -> impl Iterator<Item = (u128, u128)> {
    let firsts = samples().into_iter();
    firsts.flat_map(|a| samples().into_iter().map(move |b| (a, b)))
}

/// A lane as a slot.
fn slot(shape: Shape, vector: u128, index: u32) -> u64 {
    shape.lane(vector, index) as u64
}
