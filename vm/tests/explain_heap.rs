//! Sentences of references, objects, exceptions and tail calls, run by the machine.

mod telling;
mod watching;

use std::collections::BTreeSet;
use telling::programs::{FINE, TYPES};
use telling::{Met, Told, tell};
use wasmscope::explain;
use wasmscope::runtime::{MachineLimits, Ref, Status, Value};
use wasmscope::syntax::{HeapType, RefType};
use wasmscope::view::Lens;
use watching::{enter, instance, instance_within};

/// What the program executes, and what of it pushes something that only the execution
/// can make.
const NAMES: &str = "struct.new struct.new_default struct.get struct.get_s struct.get_u struct.set \
    array.new array.new_default array.new_fixed array.new_data array.new_elem array.get \
    array.get_s array.get_u array.set array.len array.fill array.copy array.init_data \
    array.init_elem ref.i31 i31.get_s i31.get_u any.convert_extern extern.convert_any \
    ref.as_non_null ref.eq ref.test ref.cast br_on_null br_on_non_null br_on_cast br_on_cast_fail \
    call_ref return_call return_call_indirect return_call_ref throw throw_ref try_table";
const MADE: &str = "struct.new struct.new_default array.new array.new_default array.new_fixed \
    array.new_data array.new_elem call_ref return_call return_call_indirect return_call_ref";

fn has(list: &str, op: &str) -> bool {
    list.split_whitespace().any(|name| name == op)
}

/// Checks that the sentences say what the machine has done.
fn check(told: &Told) {
    let Told {
        before,
        record,
        after,
    } = told;
    let what = format!("{}: {} | {}", record.op, before.text, after.text);
    for value in record.pop.iter() {
        // A segment or length of zero need not be said.
        let text = value.to_string();
        let said = before.text.contains(&text) && after.text.contains(&text);
        assert!(said || text == "0", "{text} in {what}");
    }
    for value in record.push.iter() {
        let text = value.to_string();
        assert!(after.text.contains(&text), "{text} in {what}");
        let known = before.text.contains(&text);
        assert!(known || has(MADE, record.op), "{text} in {what}");
        if !has(MADE, record.op) && record.branch.is_none() {
            assert_eq!(before.rule, after.rule);
        }
    }
    let anchor = record.op.replace(['.', '_'], "-");
    let anchor = match record.op.contains(".get_") {
        true => anchor[..anchor.len() - 2].to_owned(),
        false => anchor,
    };
    let anchor = match record.host {
        Some(_) => "invoke-host",
        None => &anchor,
    };
    let spec = format!("exec/instructions.html#exec-{anchor}");
    assert_eq!(after.spec, spec);
}

#[test]
fn every_instruction_on_references_and_objects_is_told() {
    let (mut machine, main) = instance(&format!("(module {TYPES} {FINE})"));
    enter(&mut machine, main, "main", &[]);
    let mut met = Met::default();
    let mut seen = BTreeSet::new();
    let told = tell(machine);
    for told in &told {
        let op = told.record.op;
        assert!(told.record.trap.is_none(), "{op}: {}", told.after.text);
        met.check(told);
        if has(NAMES, op) {
            check(told);
            seen.insert(op);
        }
    }
    for name in NAMES.split_whitespace() {
        assert!(seen.contains(name), "{name} was not executed");
    }
    let last = told.last().expect("a step");
    assert_eq!(last.record.push.0, [Value::I32(7)]);
}

/// Each instruction that traps, with the trap.
const TRAPS: &[(&str, &str)] = &[
    (
        "(drop (struct.get $node $x (call $null)))",
        "null structure reference (the reference is null)",
    ),
    (
        "(struct.set $node $x (call $null) (i32.const 1))",
        "null structure reference (the reference is null)",
    ),
    (
        "(drop (array.len (ref.null $bytes)))",
        "null array reference (the reference is null)",
    ),
    (
        "(drop (array.get $words (ref.null $words) (i32.const 1)))",
        "null array reference (the reference is null)",
    ),
    (
        "(drop (array.get $words (array.new_default $words (i32.const 3)) (i32.const 5)))",
        "out of bounds array access (index 5 + 1 > 3, the length of array 1)",
    ),
    (
        "(array.set $words (array.new_default $words (i32.const 3)) (i32.const -1) (i32.const 4))",
        "out of bounds array access (index 4294967295 + 1 > 3, the length of array 1)",
    ),
    (
        "(array.set $words (ref.null $words) (i32.const 0) (i32.const 4))",
        "null array reference (the reference is null)",
    ),
    (
        "(array.fill $words (array.new_default $words (i32.const 3)) (i32.const 2) (i32.const 7) (i32.const 4))",
        "out of bounds array access (index 2 + 4 elements > 3, the length of array 1)",
    ),
    (
        "(array.copy $words $words (array.new_default $words (i32.const 3)) (i32.const 0)
       (array.new_default $words (i32.const 2)) (i32.const 1) (i32.const 2))",
        "out of bounds array access (index 1 + 2 elements > 2, the length of array 2)",
    ),
    (
        "(array.copy $words $words (array.new_default $words (i32.const 3)) (i32.const 0)
       (ref.null $words) (i32.const 1) (i32.const 2))",
        "null array reference (the reference is null)",
    ),
    (
        "(drop (array.new_data $words $d (i32.const 1) (i32.const 2)))",
        "out of bounds memory access (byte 1 + 8 bytes > 8, the size of data segment 0)",
    ),
    (
        "(drop (array.new_elem $refs $nodes (i32.const 1) (i32.const 2)))",
        "out of bounds table access (element 1 + 2 elements > 2, the size of element segment 0)",
    ),
    (
        "(array.init_data $bytes $d (array.new_default $bytes (i32.const 9)) (i32.const 0) (i32.const 7) (i32.const 3))",
        "out of bounds memory access (byte 7 + 3 bytes > 8, the size of data segment 0)",
    ),
    (
        "(array.init_data $bytes $d (array.new_default $bytes (i32.const 2)) (i32.const 0) (i32.const 7) (i32.const 3))",
        "out of bounds array access (index 0 + 3 elements > 2, the length of array 1)",
    ),
    (
        "(array.init_elem $refs $nodes (array.new_default $refs (i32.const 9)) (i32.const 0) (i32.const 1) (i32.const 3))",
        "out of bounds table access (element 1 + 3 elements > 2, the size of element segment 0)",
    ),
    (
        "(drop (i31.get_s (ref.null i31)))",
        "null i31 reference (the reference is null)",
    ),
    (
        "(drop (ref.as_non_null (call $null)))",
        "null reference (the reference is null)",
    ),
    (
        "(drop (ref.cast (ref $leaf) (call $new (i32.const 4))))",
        "cast failure (struct 1 has type $node, the cast wants (ref $leaf))",
    ),
    (
        "(drop (ref.cast (ref $leaf) (call $null)))",
        "cast failure (the reference is null, the cast wants (ref $leaf))",
    ),
    (
        "(drop (ref.cast (ref struct) (ref.i31 (i32.const 4))))",
        "cast failure (the reference is i31 4, the cast wants (ref struct))",
    ),
    (
        "(drop (call_ref $unary (i32.const 1) (ref.null $unary)))",
        "null function reference (the reference is null)",
    ),
    (
        "(drop (return_call_ref $unary (i32.const 1) (ref.null $unary)))",
        "null function reference (the reference is null)",
    ),
    (
        "(return_call_indirect $t (type $unary) (i32.const 1) (i32.const 0))",
        "uninitialized element (element 0 of table 0 is null)",
    ),
    (
        "(throw_ref (ref.null exn))",
        "null exception reference (the reference is null)",
    ),
    (
        "(return_call $large (i32.const 1))",
        "call stack exhausted (0 + 2002 stack slots > 1000, the limit)",
    ),
    (
        "(return_call_ref $unary (i32.const 1) (ref.func $large))",
        "call stack exhausted (0 + 2002 stack slots > 1000, the limit)",
    ),
];

#[test]
fn every_new_trap_is_told_in_numbers() {
    let locals = "i64 ".repeat(2_000);
    let large = format!("(func $large (type $unary) (local {locals}) (local.get 0) (return))");
    let limits = MachineLimits {
        slots: 1_000,
        ..MachineLimits::default()
    };
    for (body, trap) in TRAPS {
        let text = format!(
            r#"(module {TYPES} {large} (elem declare func $large)
              (func (export "main") (result i32) {body} (i32.const 0)))"#
        );
        let (mut machine, main) = instance_within(&text, limits);
        enter(&mut machine, main, "main", &[]);
        let told = tell(machine);
        let last = told.last().expect("a step");
        let will = format!("This will trap: {trap}. It wants to ");
        let did = format!("Trapped: {trap}. It wanted to ");
        assert!(
            last.before.text.starts_with(&will),
            "{body}: {}",
            last.before.text
        );
        assert!(
            last.after.text.starts_with(&did),
            "{body}: {}",
            last.after.text
        );
        assert!(!last.before.text.contains("to ."), "{}", last.before.text);
        assert!(last.after.rule.ends_with("↪ trap"));
        assert!(
            told.iter()
                .rev()
                .skip(1)
                .all(|told| told.record.trap.is_none())
        );
    }
}

#[test]
fn the_rule_of_a_refused_copy_says_which_array_was_too_short() {
    let copied = |to: u32, from: u32| {
        // A copy of two elements, between arrays of three.
        let text = format!(
            r#"(module {TYPES} (func (export "main")
              (array.copy $words $words
                (array.new_default $words (i32.const 3)) (i32.const {to})
                (array.new_default $words (i32.const 3)) (i32.const {from}) (i32.const 2))))"#
        );
        let (mut machine, main) = instance(&text);
        enter(&mut machine, main, "main", &[]);
        let mut told = tell(machine);
        let copy = told.iter().position(|told| told.record.op == "array.copy");
        let Told { before, after, .. } = told.swap_remove(copy.expect("it was executed"));
        assert_eq!(before.rule_name, after.rule_name);
        after.rule_name
    };
    assert_eq!(
        copied(1, 1),
        "array.copy-le, array.get-array, array.set-array, array.copy-zero"
    );
    assert_eq!(copied(2, 1), "array.copy-oob1");
    assert_eq!(copied(1, 2), "array.copy-oob2");
    // What is copied to is looked at first.
    assert_eq!(copied(2, 2), "array.copy-oob1");
    assert_eq!(copied(u32::MAX, u32::MAX), "array.copy-oob1");
    assert_eq!(copied(0, u32::MAX), "array.copy-oob2");
}

/// The sentences of an instruction, the last of this name.
fn last(body: &str, op: &str) -> [String; 3] {
    let text = format!(r#"(module {TYPES} (func $main (export "main") {body}))"#);
    let (mut machine, main) = instance(&text);
    enter(&mut machine, main, "main", &[]);
    let told = tell(machine);
    let told = told.iter().rfind(|told| told.record.op == op);
    let told = told.expect("it was executed");
    let Told { before, after, .. } = told;
    [&before.text, &after.text, &after.rule].map(Clone::clone)
}

#[test]
fn sentences_of_objects_read_well() {
    assert_eq!(
        last(
            "(drop (struct.new $node (i32.const 5) (ref.null $node)))",
            "struct.new"
        ),
        [
            "Makes a new $node on the heap, with $x = 5 and $next = null, and will push a \
             reference to it.",
            "Made struct 1, a new $node, with $x = 5 and $next = null, and pushed a reference to \
             it.",
            "S; (i32.const 5) ref.null (struct.new $node) ↪ S[struct 1]; (ref.struct 1)",
        ]
    );
    assert_eq!(
        last(
            "(struct.set $node $x (call $new (i32.const 5)) (i32.const 6))",
            "struct.set"
        ),
        [
            "Will set field $x of struct 1, a $node, to 6; now it is 5.",
            "Set field $x of struct 1, a $node, to 6; it was 5.",
            "S; (ref.struct 1) (i32.const 6) (struct.set $node $x) ↪ S[struct 1.$x = \
             (i32.const 6)]; ε",
        ]
    );
    let bytes = "(array.new $bytes (i32.const 200) (i32.const 6))";
    assert_eq!(
        last(
            &format!("(drop (array.get_s $bytes {bytes} (i32.const 5)))"),
            "array.get_s"
        ),
        [
            "Reads element 5 of array 1, a $bytes, and will push it: -56, its 8 bits 0xc8 read \
             with a sign.",
            "Read element 5 of array 1, a $bytes, and pushed it: -56, its 8 bits 0xc8 read with \
             a sign.",
            "S; (ref.array 1) (i32.const 5) (array.get_s $bytes) ↪ S; (i32.const -56)",
        ]
    );
    assert_eq!(
        last(
            "(drop (ref.test (ref $leaf) (call $new (i32.const 5))))",
            "ref.test"
        )[..2],
        [
            "Takes struct 1, a $node, off the stack and will push 0: it is not of type (ref $leaf).",
            "Took struct 1, a $node, off the stack and pushed 0: it is not of type (ref $leaf).",
        ]
    );
}

#[test]
fn sentences_of_exceptions_read_well() {
    let body = "(block $h (result i32 i64)
        (try_table (catch $e $h) (throw $e (i32.const 7) (i64.const 8))) (unreachable))
        (drop) (drop)";
    assert_eq!(
        last(body, "throw"),
        [
            "Throws an exception of tag $e with 7 and 8. The clause catch $e in main, at \
             instruction 1, catches it, to go on at instruction 8 with 7 and 8.",
            "Threw an exception of tag $e with 7 and 8. The clause catch $e in main, at \
             instruction 1, caught it, to go on at instruction 8 with 7 and 8.",
            "S; (handler{…} … (i32.const 7) (i64.const 8) (throw $e) … end) ↪ S[exn a]; \
             (i32.const 7) (i64.const 8) (br 0)",
        ]
    );
    assert_eq!(
        last("(throw $other)", "throw")[1..],
        [
            "Threw an exception of tag $other with no values. No try_table has caught it, so the \
             program has ended with it.",
            "S; (throw $other) ↪ S[exn a]; (ref.exn a) throw_ref",
        ]
    );
    let text = format!(
        r#"(module {TYPES} (func (export "main") (throw $e (i32.const 7) (i64.const 8))))"#
    );
    let (mut machine, main) = instance(&text);
    enter(&mut machine, main, "main", &[]);
    machine.run(10);
    assert!(matches!(machine.status(), Status::Thrown(_)));
    let sentence = explain::before(&machine, Lens::default()).expect("an ending");
    assert!(
        sentence.text.starts_with(
            "The program has ended with the exception exn 1, $e (7, 8), which no handler has caught."
        ),
        "{}",
        sentence.text
    );
}

#[test]
fn sentences_of_tail_calls_read_well() {
    let tail = r#"(func $f (param $n i32) (result i32) (return_call $double (local.get $n)))"#;
    let text = format!(
        r#"(module {TYPES} {tail} (func (export "main") (result i32) (call $f (i32.const 4))))"#
    );
    let (mut machine, main) = instance(&text);
    enter(&mut machine, main, "main", &[]);
    let told = tell(machine);
    let told = told.iter().find(|told| told.record.op == "return_call");
    let told = told.expect("it was executed");
    assert_eq!(
        told.before.text,
        "Leaves f and calls double with 4 in its place: the frame of f goes, and what double \
         returns goes to the caller."
    );
    assert_eq!(
        told.after.rule,
        "(frame{…} … (i32.const 4) (return_call $double) … end) ↪ (frame{double} … end)"
    );
}

#[test]
fn what_the_host_gives_is_told() {
    let text = r#"(module (func (export "main") (param externref) (result anyref)
        (any.convert_extern (local.get 0))))"#;
    let (mut machine, main) = instance(text);
    let ty = RefType::new(true, HeapType::Extern);
    enter(
        &mut machine,
        main,
        "main",
        &[Value::Ref(ty, Ref::Extern(3))],
    );
    let told = tell(machine);
    assert_eq!(
        told[1].before.text,
        "Takes extern 3 as one of the host's references and will push the same as one of the \
         program's own, anyref: extern 3."
    );
}
