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

#[test]
fn an_exception_that_is_caught_has_the_rule_of_its_clause() {
    let thrown = |clause: &str, types: &str| {
        let text = format!(
            r#"(module (tag $e) (func (export "main")
              (local $x exnref)
              (block $first (result exnref)
                (try_table (catch_all_ref $first) (throw $e))
                unreachable)
              (local.set $x)
              (block $again {types}
                (try_table ({clause} $again) (throw_ref (local.get $x)))
                unreachable)
              {}))"#,
            if types.is_empty() { "" } else { "drop" }
        );
        [last(&text, "throw"), last(&text, "throw_ref")].map(|told| {
            assert_eq!(told.before.rule_name, told.after.rule_name);
            told.after.rule_name
        })
    };
    let cases = [
        ("catch $e", "", "catch"),
        ("catch_ref $e", "(result exnref)", "catch_ref"),
        ("catch_all", "", "catch_all"),
        ("catch_all_ref", "(result exnref)", "catch_all_ref"),
    ];
    for (clause, types, rule) in cases {
        let [throw, again] = thrown(clause, types);
        assert_eq!(throw, "throw, throw_ref-handler-catch_all_ref");
        assert_eq!(again, format!("throw_ref-handler-{rule}"));
    }
    let text = r#"(module (tag $e) (func (export "main") (throw $e)))"#;
    assert_eq!(
        last(text, "throw").after.rule_name,
        "throw, throw_ref-frame"
    );
}

#[test]
fn branches_and_calls_name_all_rules_of_their_step() {
    let name = |body: &str, op: &str| {
        let text = format!(
            r#"(module (type $t (func)) (type $i (func (result i32)))
              (table $f 2 funcref) (elem (i32.const 0) $t) (func $t)
              (func (export "main") {body}))"#
        );
        let told = last(&text, op);
        assert_eq!(told.before.rule_name, told.after.rule_name);
        told.after.rule_name
    };
    let cases = [
        ("(block (br 0))", "br", "br-label-zero"),
        (
            "(block (block (br 1)))",
            "br",
            "br-label-succ, br-label-zero",
        ),
        ("(block (br_if 0 (i32.const 0)))", "br_if", "br_if-false"),
        (
            "(block (br_if 0 (i32.const 1)))",
            "br_if",
            "br_if-true, br-label-zero",
        ),
        (
            "(br_table 0 (i32.const 7))",
            "br_table",
            "br_table-ge, br-label-zero, frame-vals",
        ),
        (
            "(block $b (try_table (br $b)))",
            "br",
            "br-label-succ, br-handler, br-label-zero",
        ),
        ("(try_table (br 0))", "br", "br-label-zero, handler-vals"),
        ("return", "return", "return-label, return-frame"),
        ("(call $t)", "call", "call, call_ref-func"),
        (
            "(return_call $t)",
            "return_call",
            "return_call, return_call_ref-label, return_call_ref-frame-addr, call_ref-func",
        ),
        (
            "(call_indirect (type $t) (i32.const 0))",
            "call_indirect",
            "call_indirect, table.get-val, ref.cast-succeed, call_ref-func",
        ),
        (
            "(call_indirect (type $t) (i32.const 1))",
            "call_indirect",
            "call_indirect, table.get-val, ref.cast-succeed, call_ref-null",
        ),
        (
            "(call_indirect (type $t) (i32.const 2))",
            "call_indirect",
            "call_indirect, table.get-oob",
        ),
        (
            "(drop (call_indirect (type $i) (i32.const 0)))",
            "call_indirect",
            "call_indirect, table.get-val, ref.cast-fail",
        ),
        ("(call_ref $t (ref.null $t))", "call_ref", "call_ref-null"),
    ];
    for (body, op, rules) in cases {
        assert_eq!(name(body, op), rules, "{body}");
    }
}

#[test]
fn a_step_that_is_several_reductions_names_them_all() {
    let name = |body: &str, op: &str| {
        let text = format!(
            r#"(module (memory 1) (data $d "xyz") (table 4 funcref) (elem $e func $f)
              (type $s (struct (field i32))) (type $a (array (mut i32))) (type $b (array (mut funcref)))
              (func $f (export "main") (local i32) {body}))"#
        );
        let told = last(&text, op);
        assert_eq!(told.before.rule_name, told.after.rule_name);
        (told.after.rule_name, told.after.rule)
    };
    let three = |n: u32| format!("(i32.const 1) (i32.const 0) (i32.const {n})");
    let filled = format!("(memory.fill {})", three(2));
    let nothing = format!("(memory.fill {})", three(0));
    let copied = format!("(table.copy {})", three(1));
    let initialised = format!("(memory.init $d {})", three(1));
    let cases = [
        (
            "(drop (local.tee 0 (i32.const 7)))",
            "local.tee",
            "local.tee, local.set",
        ),
        ("(if (i32.const 1) (then nop))", "if", "if-true, block"),
        (
            "(if (i32.const 0) (then) (else nop))",
            "if",
            "if-false, block",
        ),
        (
            "(if (i32.const 0) (then nop))",
            "if",
            "if-false, block, label-vals",
        ),
        (
            "(drop (struct.new_default $s))",
            "struct.new_default",
            "struct.new_default, struct.new",
        ),
        (
            "(drop (array.new $a (i32.const 7) (i32.const 2)))",
            "array.new",
            "array.new, array.new_fixed",
        ),
        (
            "(drop (array.new_data $a $d (i32.const 0) (i32.const 0)))",
            "array.new_data",
            "array.new_data-num, array.new_fixed",
        ),
        (
            "(drop (array.new_elem $b $e (i32.const 0) (i32.const 1)))",
            "array.new_elem",
            "array.new_elem-alloc, array.new_fixed",
        ),
        (
            &filled,
            "memory.fill",
            "memory.fill-succ, store-pack-val, memory.fill-zero",
        ),
        (&nothing, "memory.fill", "memory.fill-zero"),
        (
            &copied,
            "table.copy",
            "table.copy-gt, table.get-val, table.set-val, table.copy-zero",
        ),
        (
            &initialised,
            "memory.init",
            "memory.init-succ, store-pack-val, memory.init-zero",
        ),
    ];
    for (body, op, rules) in cases {
        assert_eq!(name(body, op).0, rules, "{body}");
    }
    let skipped = name("(if (i32.const 0) (then nop))", "if").1;
    assert_eq!(skipped, "(i32.const 0) if ↪ ε");
    let entered = name("(if (i32.const 5) (then nop))", "if").1;
    assert_eq!(
        entered,
        "(i32.const 5) if ↪ (label{ε} … end), with the then arm"
    );
}

#[test]
fn references_of_the_host_are_wrapped_as_the_specification_wraps_them() {
    let body = "(drop (any.convert_extern (extern.convert_any (ref.i31 (i32.const 7)))))";
    let rule = |op| last_of(body, op).after.rule;
    assert_eq!(
        rule("extern.convert_any"),
        "(ref.i31 7) extern.convert_any ↪ (ref.extern (ref.i31 7))"
    );
    assert_eq!(
        rule("any.convert_extern"),
        "(ref.extern (ref.i31 7)) any.convert_extern ↪ (ref.i31 7)"
    );
}

#[test]
fn what_decides_is_said_of_casts_that_a_call_makes_and_of_null() {
    let text = r#"(module (type $t (func (param i32))) (table funcref (elem $f)) (func $f (type $t))
        (func (export "main") (call_indirect (type $t) (i32.const 5) (i32.const 0))
          (drop (ref.is_null (ref.null func)))))"#;
    let condition = |op| last(text, op).before.condition.expect("it decides");
    assert_eq!(condition("call_indirect"), "f is of type [i32] → []");
    assert_eq!(condition("ref.is_null"), "the reference is null");
}

#[test]
fn a_third_vector_has_the_shape_of_the_result() {
    let v = "(v128.const i32x4 1 0 0 0)";
    let body = format!(
        "(drop (i32x4.relaxed_dot_i8x16_i7x16_add_s {v} {v} (v128.const i32x4 300 0 0 0)))"
    );
    let rule = last_of(&body, "i32x4.relaxed_dot_i8x16_i7x16_add_s")
        .after
        .rule;
    let third = "(v128.const i32x4 300 0 0 0) i32x4.relaxed_dot_i8x16_i7x16_add_s";
    assert!(
        rule.contains(third) && rule.contains("(v128.const i8x16 1 0 0"),
        "{rule}"
    );
}

#[test]
fn what_the_host_does_has_a_section_but_no_rule_with_a_name() {
    let host = "S′; ε";
    let told = |body: &str, op: &str| {
        let text = format!(
            r#"(module (type $t (func (param i32))) (import "console" "log" (func $log (type $t)))
              (table funcref (elem $log))
              (func (export "main") (i32.const 5) {body}))"#
        );
        let told = last(&text, op);
        for sentence in [&told.before, &told.after] {
            assert!(
                sentence.spec.ends_with("#exec-invoke-host"),
                "{}",
                sentence.spec
            );
            assert!(sentence.rule.ends_with(host), "{}", sentence.rule);
            let condition = sentence.condition.as_deref().expect("it decides");
            assert!(
                condition.starts_with("console.log is a function of the host"),
                "{condition}"
            );
        }
        assert_eq!(told.before.rule_name, told.after.rule_name);
        told.after.rule_name
    };
    assert_eq!(told("(call $log)", "call"), "call");
    assert_eq!(
        told("(call_indirect (type $t) (i32.const 0))", "call_indirect"),
        "call_indirect, table.get-val, ref.cast-succeed"
    );
    assert_eq!(
        told("(return_call $log)", "return_call"),
        "return_call, return_call_ref-label, return_call_ref-frame-addr"
    );
}

#[test]
fn growing_is_foreseen() {
    let grown = |fields: &str, body: &str, op: &str| {
        let text = format!(r#"(module {fields} (func (export "main") (drop ({op} {body}))))"#);
        let told = last(&text, op);
        assert_eq!(told.before.rule_name, told.after.rule_name);
        assert_eq!(told.before.rule, told.after.rule);
        (told.after.rule_name, told.before.text)
    };
    let (rule, text) = grown("(memory 1 2)", "(i32.const 5)", "memory.grow");
    assert_eq!(rule, "memory.grow-fail");
    assert!(text.contains("1 + 5 > 2, the maximum"), "{text}");
    assert!(text.contains("will push -1"), "{text}");
    let (rule, text) = grown("(memory 1 2)", "(i32.const 1)", "memory.grow");
    assert_eq!(rule, "memory.grow-succeed");
    assert!(text.ends_with("will push 1, the old number."), "{text}");
    let table = "(table 2 4 funcref)";
    let (rule, text) = grown(table, "(ref.null func) (i32.const 3)", "table.grow");
    assert_eq!(rule, "table.grow-fail");
    assert!(text.contains("2 + 3 > 4, the maximum"), "{text}");
}

/// The part of a rule in brackets behind the state, before the step and after it.
fn becomes(fields: &str, body: &str, op: &str) -> String {
    let text =
        format!(r#"(module {fields} (func $f (export "main") {body}) (elem declare func $f))"#);
    let told = last(&text, op);
    assert_eq!(told.before.rule, told.after.rule);
    let (_, rest) = told.after.rule.split_once("↪ S[").expect("a new state");
    rest.trim_end_matches("]; ε").to_owned()
}

#[test]
fn rules_show_the_values_that_are_written() {
    let memory = r#"(memory 1) (data (i32.const 8) "abcd") (data $d "xyz")"#;
    let three = |to: u32, from: u32| format!("(i32.const {to}) (i32.const {from}) (i32.const 3)");
    let written = |op: &str, to, from| becomes(memory, &format!("({op} {})", three(to, from)), op);
    // Where the two overlap, all is read before the first byte is written.
    assert_eq!(
        written("memory.copy", 9, 8),
        "memory 0[9 : 3] = 0x61 0x62 0x63"
    );
    assert_eq!(
        written("memory.copy", 8, 9),
        "memory 0[8 : 3] = 0x62 0x63 0x64"
    );
    assert_eq!(
        written("memory.fill", 8, 258),
        "memory 0[8 : 3] = 0x02 0x02 0x02"
    );
    let init = "(memory.init $d (i32.const 4) (i32.const 1) (i32.const 2))";
    assert_eq!(
        becomes(memory, init, "memory.init"),
        "memory 0[4 : 2] = 0x79 0x7a"
    );

    let table = "(table 12 funcref) (elem (i32.const 0) $f) (elem $e func $f)";
    let written = |body: &str, op: &str| becomes(table, &format!("({op} {body})"), op);
    assert_eq!(
        written("(i32.const 1) (ref.func $f)", "table.set"),
        "table 0[1 : 1] = (ref.func 0)"
    );
    assert_eq!(
        written("(i32.const 0) (ref.null func) (i32.const 2)", "table.fill"),
        "table 0[0 : 2] = ref.null ref.null"
    );
    assert_eq!(
        written("(i32.const 1) (i32.const 0) (i32.const 2)", "table.copy"),
        "table 0[1 : 2] = (ref.func 0) ref.null"
    );
    assert_eq!(
        written("$e (i32.const 3) (i32.const 0) (i32.const 1)", "table.init"),
        "table 0[3 : 1] = (ref.func 0)"
    );
    assert!(
        written("(i32.const 0) (ref.null func) (i32.const 10)", "table.fill")
            .ends_with("ref.null and 2 more")
    );

    let types = r#"(type $b (array (mut i8))) (type $r (array (mut funcref)))
        (data $d "\01\ff\03") (elem $e func $f) (global $a (ref $b)
        (array.new_fixed $b 3 (i32.const 7) (i32.const 8) (i32.const 9)))"#;
    let written = |body: &str, op: &str| {
        let rule = becomes(types, &format!("({op} {body})"), op);
        rule.split_once('[').expect("a range").1.to_owned()
    };
    let a = "(global.get $a)";
    assert_eq!(
        written(
            &format!("$b {a} (i32.const 1) (i32.const 258) (i32.const 2)"),
            "array.fill"
        ),
        "1 : 2] = (i32.const 2) (i32.const 2)"
    );
    assert_eq!(
        written(
            &format!("$b $b {a} (i32.const 1) {a} (i32.const 0) (i32.const 2)"),
            "array.copy"
        ),
        "1 : 2] = (i32.const 7) (i32.const 8)"
    );
    assert_eq!(
        written(
            &format!("$b $d {a} (i32.const 0) (i32.const 1) (i32.const 2)"),
            "array.init_data"
        ),
        "0 : 2] = (i32.const 255) (i32.const 3)"
    );
    let made =
        "$r $e (array.new_default $r (i32.const 2)) (i32.const 1) (i32.const 0) (i32.const 1)";
    assert_eq!(written(made, "array.init_elem"), "1 : 1] = (ref.func 0)");
}

#[test]
fn a_remainder_and_an_index_say_how_their_operands_are_read() {
    let told = last_of(
        "(drop (i32.rem_s (i32.const -7) (i32.const 0)))",
        "i32.rem_s",
    );
    assert_eq!(
        told.after.condition.as_deref(),
        Some("the divisor is 0: -7 / 0 has no remainder")
    );
    let told = last_of("(block (br_table 0 0 (i32.const -1)))", "br_table");
    let text = &told.after.text;
    assert!(
        text.starts_with("The index -1 (read as unsigned: 4294967295) is beyond the 1 label,"),
        "{text}"
    );
    let condition = told.after.condition.expect("an index decides");
    assert!(
        condition.contains("-1 (read as unsigned: 4294967295), not below 1"),
        "{condition}"
    );
}

#[test]
fn a_float_that_becomes_narrower_says_why_it_is_another() {
    let demoted = |value: &str| {
        let body = format!("(drop (f32.demote_f64 (f64.const {value})))");
        let told = last_of(&body, "f32.demote_f64");
        [told.before.text, told.after.text]
    };
    for text in demoted("1e300") {
        assert!(
            text.contains("1e+300 is out of the range of f32,"),
            "{text}"
        );
        assert!(
            text.contains("infinity") && !text.contains("nearest"),
            "{text}"
        );
    }
    assert!(demoted("-1e300")[0].contains("a negative infinity"));
    let [_, after] = demoted("0.1");
    let note = "since an f32 keeps 24 significant bits; this is the nearest.";
    assert!(after.ends_with(note), "{after}");
    let [_, after] = demoted("1e-300");
    assert!(
        after.ends_with("is nearer to zero than to any other f32."),
        "{after}"
    );
    for exact in ["2.5", "inf", "nan", "-0"] {
        let [_, after] = demoted(exact);
        assert!(
            after.contains("nearest to") && !after.contains("exactly"),
            "{after}"
        );
    }
}

#[test]
fn lanes_are_told_before_and_after_their_signs_are_read() {
    let body = "(drop (i32x4.neg (v128.const i32x4 2 -1 0 7)))";
    let after = last_of(body, "i32x4.neg").after.text;
    assert!(
        after.contains("neg(2) gives -2, neg(-1) gives 1"),
        "{after}"
    );
    let body = "(drop (i64x2.extend_low_i32x4_s (v128.const i32x4 -1 255 0 0)))";
    let after = last_of(body, "i64x2.extend_low_i32x4_s").after.text;
    assert!(
        after.contains("0xffffffff gives -1, 0x000000ff gives 255"),
        "{after}"
    );
}
