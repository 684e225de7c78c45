//! Sentences and rules have the very numbers, values and names of rules of their step.

mod telling;
mod watching;

use telling::{Told, tell};
use wasmscope::explain::manual::entry;
use watching::entered;

/// The last step of an instruction of a program's export `main`.
fn last(text: &str, op: &str) -> Told {
    let (machine, _) = entered(text, &[]);
    let told = tell(machine).into_iter().rfind(|told| told.record.op == op);
    told.expect("it was executed")
}

/// As [`last`], of instructions alone.
fn last_of(body: &str, op: &str) -> Told {
    last(&format!(r#"(module (func (export "main") {body}))"#), op)
}

#[test]
fn an_address_and_an_offset_have_a_sum_without_a_width() {
    let text = r#"(module (memory i64 1) (func (export "main") (result i32)
        (i32.load offset=18446744073709551615 (i64.const 10))))"#;
    let told = last(text, "i32.load");
    let sum = "address 10 + 18446744073709551615 = 18446744073709551625 (0x10000000000000009)";
    let condition = "address 10 + offset 18446744073709551615 + 4 bytes > 65536,";
    for sentence in [told.before, told.after] {
        assert!(sentence.text.contains(sum), "{}", sentence.text);
        assert!(sentence.text.contains(condition), "{}", sentence.text);
    }
    let text = r#"(module (table i64 1 funcref) (func (export "main")
        (table.fill (i64.const -2) (ref.null func) (i64.const 4))))"#;
    let before = last(text, "table.fill").before.text;
    let elements = "elements 18446744073709551614 to 18446744073709551617";
    assert!(before.contains(elements), "{before}");
}

#[test]
fn what_a_relaxed_product_and_sum_rounds_is_what_the_manual_says() {
    // Rounded once, 0x1.001p0 × 0x1.001p0 - 0x1.002p0 would leave 0x1p-24.
    let body = "(drop (f32x4.relaxed_madd (v128.const f32x4 0x1.001p0 2 3 4)
        (v128.const f32x4 0x1.001p0 1 1 1) (v128.const f32x4 -0x1.002p0 1 1 1)))";
    let after = last_of(body, "f32x4.relaxed_madd").after.text;
    assert!(after.contains("pushed f32x4 0 3 4 5,"), "{after}");
    for name in ["f32x4.relaxed_madd", "f64x2.relaxed_nmadd"] {
        let meaning = entry(name).expect("there is one").meaning;
        assert!(meaning.contains("this machine rounds twice"), "{meaning}");
    }
}
