//! The tables against the list of instructions that the decoder has.

use super::*;
use wasmparser::{MemArg, Operator, V128};

/// An immediate of each kind that vector instructions have.
trait Sample {
    fn sample() -> Self;
}

impl Sample for MemArg {
    fn sample() -> Self {
        Self {
            align: 0,
            max_align: 4,
            offset: 8,
            target: wasmparser::MemArgTarget::default(),
            ordering: None,
        }
    }
}

impl Sample for u8 {
    fn sample() -> Self {
        1
    }
}

impl Sample for [u8; 16] {
    fn sample() -> Self {
        [0; 16]
    }
}

impl Sample for V128 {
    fn sample() -> Self {
        Self::from(0_i128)
    }
}

macro_rules! listed {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident
        ($($arity:tt)*))*) =>
    {
        /// Every vector instruction of the decoder, with its name.
        fn listed() -> Vec<(Operator<'static>, &'static str)> {
            vec![$((
                Operator::$op $({ $($arg: <$argty as Sample>::sample()),* })?,
                stringify!($visit),
            )),*]
        }
    };
}

wasmparser::for_each_visit_simd_operator!(listed);

/// The names under which the tables have an instruction.
fn found(operator: &Operator<'_>) -> Vec<&'static str> {
    let names = [
        VectorUnary::decode(operator).map(VectorUnary::name),
        VectorBinary::decode(operator).map(VectorBinary::name),
        VectorTernary::decode(operator).map(VectorTernary::name),
        VectorTest::decode(operator).map(VectorTest::name),
        VectorShift::decode(operator).map(VectorShift::name),
        Splat::decode(operator).map(Splat::name),
        ExtractLane::decode(operator).map(|(op, _)| op.name()),
        ReplaceLane::decode(operator).map(|(op, _)| op.name()),
        VectorLoad::decode(operator).map(|(op, _)| op.name()),
        VectorLoadLane::decode(operator).map(|(op, ..)| op.name()),
        VectorStoreLane::decode(operator).map(|(op, ..)| op.name()),
    ];
    names.into_iter().flatten().collect()
}

#[test]
fn each_instruction_is_in_one_table_under_its_own_name() {
    let listed = listed();
    assert_eq!(listed.len(), 236 + 20);
    let mut alone = Vec::new();
    for (operator, visit) in &listed {
        match found(operator)[..] {
            [] => alone.push(*visit),
            [name] => assert_eq!(format!("visit_{}", name.replace('.', "_")), *visit),
            ref names => panic!("{visit} is in several tables: {names:?}"),
        }
    }
    assert_eq!(
        alone,
        [
            "visit_v128_store",
            "visit_v128_const",
            "visit_i8x16_shuffle"
        ]
    );
}

#[test]
fn the_shape_that_a_name_begins_with_is_a_column() {
    let begins = |name: &str, shapes: [Shape; 2]| {
        let fits = |shape: Shape| {
            let integers = shape.name().replace('f', "i");
            name.starts_with(shape.name()) || name.starts_with(&integers)
        };
        assert!(shapes.into_iter().any(fits), "{name}: {shapes:?}");
    };
    for op in VectorUnary::ALL {
        begins(op.name(), [op.operand(), op.result()]);
    }
    for op in VectorBinary::ALL {
        begins(op.name(), [op.operand(), op.result()]);
    }
    for op in VectorTernary::ALL {
        begins(op.name(), [op.operand(), op.result()]);
    }
}

#[test]
fn the_lanes_of_a_shape_fill_the_vector() {
    for shape in Shape::DIVIDED {
        assert_eq!(shape.lanes() * shape.width(), 128);
        assert_eq!(Shape::of_name(shape.name()), Some(shape));
        let vector = 0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100;
        let joined = (0..shape.lanes()).rev().fold(0_u128, |joined, index| {
            joined.checked_shl(shape.width()).unwrap_or(0) | shape.lane(vector, index)
        });
        assert_eq!(joined, vector);
        assert_eq!(shape.lane(vector, shape.lanes()), 0);
    }
    assert_eq!(Shape::V128.lane(u128::MAX, 0), u128::MAX);
}
