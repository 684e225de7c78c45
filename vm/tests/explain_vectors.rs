//! Sentences and rules of vector instructions, run by the machine.

mod watching;

use wasmscope::explain::{self, Sentence};
use wasmscope::observe::{StepRecord, step_recorded};
use wasmscope::runtime::{Status, Value, vector_text};
use wasmscope::syntax::{
    ExtractLane, ReplaceLane, Shape, Splat, ValType, VectorBinary, VectorLoad, VectorLoadLane,
    VectorShift, VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};
use wasmscope::view::Lens;
use watching::entered;

const A: &str = "i32x4 7 -2147483648 40000 -5";
const B: &str = "f32x4 1.5 nan -0 3e9";

/// The sentences and the record of an instruction, the first of this name.
fn tell(op: &str, body: &str) -> (Sentence, StepRecord, Sentence) {
    let memory = r#"(memory 1) (data (i32.const 60) "\fe\dc\ba\98\76\54\32\10")"#;
    let text = format!(r#"(module {memory} (func (export "main") {body}))"#);
    let (mut machine, _) = entered(&text, &[]);
    let lens = Lens::default();
    while *machine.status() == Status::Running {
        let before = explain::before(&machine, lens).expect("there is a next instruction");
        let record = step_recorded(&mut machine, lens).1;
        let record = record.expect("an instruction was executed");
        let after = explain::after(&record, &machine, lens);
        if record.op == op {
            return (before, record, after);
        }
    }
    panic!("{op} was not executed");
}

/// Tells an instruction; what it pops as vectors is in the shape `operand`, what it pushes
/// in the shape `result`, in both sentences and in the rule.
#[track_caller]
fn check(op: &str, body: &str, [operand, result]: [Shape; 2]) {
    let (before, record, after) = tell(op, body);
    // What a store writes is in the rule when it is written.
    if !record.push.is_empty() {
        assert_eq!(before.rule, after.rule);
    }
    let shown = |shape: Shape, value: &Value| match value {
        Value::V128(vector) => vector_text(shape, *vector),
        scalar => scalar.to_string(),
    };
    for value in record.pop.iter() {
        let text = shown(operand, value);
        assert!(before.text.contains(&text), "{text}: {}", before.text);
        assert!(after.text.contains(&text), "{text}: {}", after.text);
    }
    for value in record.push.iter() {
        let text = shown(result, value);
        assert!(after.text.contains(&text), "{text}: {}", after.text);
        assert!(
            after.rule.ends_with(&format!("{text})")),
            "{text}: {}",
            after.rule
        );
    }
    let anchor = after.spec.strip_prefix("exec/instructions.html#exec-v");
    assert!(
        anchor.is_some_and(|anchor| !anchor.contains(['.', '_'])),
        "{}",
        after.spec
    );
}

fn scalar(ty: ValType) -> String {
    format!("({ty}.const 71)")
}

#[test]
fn every_vector_instruction_is_told_in_its_shapes() {
    let (a, b) = (format!("(v128.const {A})"), format!("(v128.const {B})"));
    for op in VectorUnary::ALL {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} {a}))"),
            [op.operand(), op.result()],
        );
    }
    for op in VectorBinary::ALL {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} {a} {b}))"),
            [op.operand(), op.result()],
        );
    }
    // The last operand of the relaxed dot product has the shape of its result.
    for op in VectorTernary::ALL
        .iter()
        .filter(|op| op.operand() == op.result())
    {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} {a} {b} {a}))"),
            [op.operand(), op.result()],
        );
    }
    for op in VectorTest::ALL {
        let name = op.name();
        check(name, &format!("(drop ({name} {a}))"), [op.operand(); 2]);
    }
    for op in VectorShift::ALL {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} {a} (i32.const 67)))"),
            [op.operand(); 2],
        );
    }
    for op in Splat::ALL {
        let (name, scalar) = (op.name(), scalar(op.operand()));
        check(name, &format!("(drop ({name} {scalar}))"), [op.result(); 2]);
    }
    for op in ExtractLane::ALL {
        let name = op.name();
        check(name, &format!("(drop ({name} 1 {a}))"), [op.operand(); 2]);
    }
    for op in ReplaceLane::ALL {
        let (name, scalar) = (op.name(), scalar(op.scalar()));
        check(
            name,
            &format!("(drop ({name} 1 {a} {scalar}))"),
            [op.operand(); 2],
        );
    }
    let lanes = "0 16 31 15 1 1 1 1 2 2 2 2 3 3 3 3";
    let body = format!("(drop (i8x16.shuffle {lanes} {a} {b}))");
    check("i8x16.shuffle", &body, [Shape::I8x16; 2]);
}

#[test]
fn every_vector_access_is_told_in_its_shape() {
    let a = format!("(v128.const {A})");
    for op in VectorLoad::ALL {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} (i32.const 60)))"),
            [op.result(); 2],
        );
    }
    for op in VectorLoadLane::ALL {
        let name = op.name();
        check(
            name,
            &format!("(drop ({name} 1 (i32.const 60) {a}))"),
            [op.operand(); 2],
        );
    }
    for op in VectorStoreLane::ALL {
        let name = op.name();
        check(
            name,
            &format!("({name} 1 (i32.const 60) {a})"),
            [op.operand(); 2],
        );
    }
    let body = format!("(v128.store (i32.const 60) {a})");
    check("v128.store", &body, [Shape::V128; 2]);
}

#[test]
fn rules_and_traps_of_vectors_read_well() {
    let (_, _, after) = tell(
        "i32x4.add",
        "(drop (i32x4.add (v128.const i32x4 1 2 3 4) (v128.const i32x4 5 6 7 8)))",
    );
    assert_eq!(
        after.rule,
        "(v128.const i32x4 1 2 3 4) (v128.const i32x4 5 6 7 8) i32x4.add ↪ (v128.const i32x4 6 8 10 12)"
    );
    let (_, _, after) = tell(
        "v128.load32_zero",
        "(drop (v128.load32_zero (i32.const 60)))",
    );
    assert_eq!(
        after.rule,
        "S; (i32.const 60) v128.load32_zero ↪ S; (v128.const i32x4 -1732584194 0 0 0)"
    );
    let (before, _, after) = tell("v128.load", "(drop (v128.load (i32.const 65521)))");
    assert!(
        before
            .text
            .starts_with("This will trap: out of bounds memory access"),
        "{}",
        before.text
    );
    assert!(
        before
            .text
            .ends_with("It wants to read 16 bytes at address 65521 (0xfff1) as a vector."),
        "{}",
        before.text
    );
    assert!(after.rule.ends_with("↪ trap"));
}
