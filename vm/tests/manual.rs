//! The manual has every instruction, and says of each what the machine then does.

mod watching;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use serde_json::json;
use wasmscope::explain::manual::{Entry, entries, entry, similar};
use wasmscope::explain::{self, SPECIFICATION};
use wasmscope::observe::{MemEffect, StepRecord, TableEffect, step_recorded};
use wasmscope::runtime::{Status, Value, vector_text};
use wasmscope::syntax::{Shape, ValType};
use wasmscope::view::Lens;
use watching::entered;

macro_rules! listed {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident
        ($($arity:tt)*))*) =>
    {
        &[$((stringify!($proposal), stringify!($visit)),)*]
    };
}

/// Every instruction of the decoder, with the proposal that it came with.
const LISTED: [&[(&str, &str)]; 2] = [
    wasmparser::for_each_visit_operator!(listed),
    wasmparser::for_each_visit_simd_operator!(listed),
];

/// What became WebAssembly 3.0.
const PROPOSALS: [&str; 11] = [
    "mvp",
    "exceptions",
    "tail_call",
    "reference_types",
    "sign_extension",
    "saturating_float_to_int",
    "bulk_memory",
    "simd",
    "relaxed_simd",
    "gc",
    "function_references",
];

#[test]
fn every_instruction_of_the_decoder_is_in_the_manual_once() {
    let listed = LISTED.into_iter().flatten();
    let listed = listed.filter(|(proposal, _)| PROPOSALS.contains(proposal));
    // One name of the text format, several codes.
    let listed: BTreeSet<String> = listed
        .map(|(_, visit)| visit.replacen("visit_", "", 1))
        .map(|name| match name.as_str() {
            "typed_select" | "typed_select_multi" => "select".to_owned(),
            "ref_test_non_null" | "ref_test_nullable" => "ref_test".to_owned(),
            "ref_cast_non_null" | "ref_cast_nullable" => "ref_cast".to_owned(),
            _ => name,
        })
        .collect();
    let entries = entries();
    let names: BTreeSet<String> = entries.iter().map(|e| e.name.replace('.', "_")).collect();
    assert_eq!(names, listed);
    assert_eq!(names.len(), entries.len(), "an instruction has two entries");
    assert_eq!(names.len(), 496);
}

/// The lines of a file of names, without the first, which says what they are.
fn known(file: &'static str) -> BTreeSet<&'static str> {
    file.lines().skip(1).collect()
}

#[test]
fn every_entry_is_whole_and_leads_to_others_and_to_the_specification() {
    let entries = entries();
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    let rules = known(include_str!("manual/rules.txt"));
    let sections = known(include_str!("manual/sections.txt"));
    for entry in &entries {
        let Entry { name, meaning, .. } = entry;
        let text = format!("{entry:?}");
        assert!(
            !text.contains(['{', '}']) || text.matches('{').count() == 1,
            "{text}"
        );
        assert!(
            meaning.ends_with('.') && meaning.starts_with(char::is_uppercase),
            "{text}"
        );
        let has_gap = ["  ", " .", " ,"].iter().any(|gap| meaning.contains(gap));
        assert!(!has_gap && meaning.len() > 15, "{text}");
        assert!(!entry.see.is_empty(), "{name} leads nowhere");
        for other in &entry.see {
            assert!(
                names.contains(other.as_str()),
                "{name}: there is no {other}"
            );
        }
        let shown = entry
            .shown()
            .unwrap_or_else(|| panic!("{name} is not executed: {text}"));
        let (page, anchor) = shown.after.spec.split_once('#').expect("an anchor");
        assert_eq!(page, "exec/instructions.html", "{name}");
        assert!(
            sections.contains(anchor),
            "{name}: there is no section {anchor}"
        );
        let own = shown
            .after
            .rule_name
            .split(", ")
            .filter(|rule| !rule.is_empty());
        for rule in own {
            assert!(rules.contains(rule), "{name}: there is no rule {rule}");
        }
    }
    assert!(SPECIFICATION.starts_with("https://"));
}

/// Whether values have the types of one side of a signature.
fn fits(side: &str, values: &[Value]) -> bool {
    let types = split(side);
    let several = types.iter().position(|ty| ty.ends_with('*'));
    let one = |ty: &str, value: &Value| match (ty, value.ty()) {
        ("t", _) => true,
        ("at", ValType::I32 | ValType::I64) => true,
        ("rt", ValType::Ref(_)) => true,
        (ty, ValType::Ref(_)) => ty.ends_with("ref") || ty.starts_with("(ref"),
        (ty, number) => ty == number.to_string(),
    };
    match several {
        None => {
            let mut pairs = types.iter().zip(values);
            types.len() == values.len() && pairs.all(|(ty, value)| one(ty, value))
        }
        // What stands behind the stars is on top.
        Some(_) => {
            let after: Vec<&String> = types
                .iter()
                .rev()
                .take_while(|t| !t.ends_with('*'))
                .collect();
            let mut pairs = after.iter().zip(values.iter().rev());
            after.len() <= values.len() && pairs.all(|(ty, value)| one(ty, value))
        }
    }
}

/// The types of one side, `[i32 (ref null x)]` being two.
fn split(side: &str) -> Vec<String> {
    let mut types: Vec<String> = Vec::new();
    let mut depth = 0;
    for word in side.trim_matches(['[', ']']).split_whitespace() {
        match depth {
            0 => types.push(word.to_owned()),
            _ => {
                let last = types.last_mut().expect("a type was begun");
                let _ = write!(last, " {word}");
            }
        }
        depth += word.matches('(').count();
        depth -= word.matches(')').count();
    }
    types
}

/// Whether it is an instruction that leaves the values of its frame or its block to others, so
/// that what it takes and gives is not all of its signature.
fn moves_control(entry: &Entry) -> bool {
    entry.group == "Control"
}

fn agrees(entry: &Entry, record: &StepRecord) {
    let (takes, gives) = entry.signature.split_once(" → ").expect("two sides");
    let what = format!("{} {}: {record:?}", entry.name, entry.signature);
    assert!(
        takes.starts_with('[') && takes.ends_with(']') && gives.ends_with(']'),
        "{what}"
    );
    if moves_control(entry) {
        let last = split(takes).pop().filter(|ty| !ty.ends_with('*'));
        let top = record.pop.last().map(|value| value.ty());
        match last.as_deref() {
            Some("i32" | "at") => assert_eq!(top, Some(ValType::I32), "{what}"),
            Some(_) => assert!(matches!(top, Some(ValType::Ref(_))), "{what}"),
            None => {}
        }
        return;
    }
    assert!(fits(takes, &record.pop), "{what}");
    assert!(record.trap.is_some() || fits(gives, &record.push), "{what}");
}

/// The value is named in the sentence: a vector in one of the shapes.
fn is_named(value: &Value, text: &str) -> bool {
    match *value {
        Value::V128(bits) => {
            let mut shapes = Shape::DIVIDED.into_iter().chain([Shape::V128]);
            shapes.any(|shape| text.contains(&vector_text(shape, bits)))
        }
        value => text.contains(&value.to_string()),
    }
}

#[test]
fn every_example_does_what_its_signature_and_its_sentences_say() {
    for entry in entries() {
        let shown = entry.shown().expect("it is executed");
        agrees(&entry, &shown.record);
        let (before, after) = (&shown.before, &shown.after);
        match shown.end {
            Status::Returned(_) => {}
            Status::Trapped(_) => assert_eq!(entry.name, "unreachable"),
            ref end => panic!("{}: {end:?}", entry.name),
        }
        if !moves_control(&entry) {
            for value in shown.record.push.iter() {
                assert!(
                    is_named(value, &after.text),
                    "{}: {}",
                    entry.name,
                    after.text
                );
            }
        }
        assert!(before.text != after.text, "{}: {}", entry.name, after.text);
    }
}

#[test]
fn every_example_that_writes_or_compares_shows_that_it_does() {
    for entry in entries() {
        let (name, record) = (&entry.name, entry.shown().expect("it is executed").record);
        for effect in &record.mem {
            if let MemEffect::Write { old, new, .. } = effect {
                assert!(old != new, "{name}: {record:?}");
            }
        }
        for effect in &record.table {
            if let TableEffect::Write { old, new, .. } = effect {
                assert!(old != new, "{name}: {record:?}");
            }
        }
        let is_one = |shape: Shape, of: &str| *name == format!("{}.{of}", shape.name());
        for shape in Shape::DIVIDED {
            let Some(Value::V128(result)) = record.push.first() else {
                continue;
            };
            if ["abs", "neg"].iter().any(|of| is_one(shape, of)) {
                assert!(record.pop[0] != record.push[0], "{name}: {record:?}");
            }
            if ["eq", "ne"].iter().any(|of| is_one(shape, of)) {
                let lanes = (0..shape.lanes()).map(|lane| shape.lane(*result, lane) == 0);
                let lanes: BTreeSet<bool> = lanes.collect();
                assert_eq!(lanes.len(), 2, "{name}: {record:?}");
            }
        }
    }
}

/// Operands of a type.
fn samples(ty: &str) -> &'static [&'static str] {
    match ty {
        "i32" => &["7", "0", "-1", "-2147483648"],
        "i64" => &["5", "0", "-1", "-9223372036854775808"],
        "f32" => &["2.5", "-0", "3e9", "nan"],
        "f64" => &["2.5", "-0", "1e300", "nan"],
        _ => &[
            "i32x4 1 2 -3 4",
            "i8x16 0 1 255 128 127 5 6 7 8 9 10 11 12 13 14 15",
            "f32x4 0.5 -0 nan 3e9",
        ],
    }
}

/// Every choice of operands of these types.
fn choices(types: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for ty in types {
        let longer = all.iter().flat_map(|choice: &Vec<String>| {
            samples(ty).iter().map(|value| {
                let mut choice = choice.clone();
                choice.push(format!("({ty}.const {value})"));
                choice
            })
        });
        all = longer.collect();
    }
    all
}

#[test]
fn every_operation_does_on_all_operands_what_is_said_of_it() {
    let numbers = ["i32", "i64", "f32", "f64", "v128"];
    let is_number = |ty: &String| numbers.contains(&ty.as_str());
    let mut steps = 0;
    for entry in entries() {
        let (takes, gives) = entry.signature.split_once(" → ").expect("two sides");
        let (takes, gives) = (split(takes), split(gives));
        let about_memory = entry.example.contains("(memory");
        if takes.is_empty() || moves_control(&entry) || about_memory || gives.len() != 1 {
            continue;
        }
        if !takes.iter().chain(&gives).all(is_number) {
            continue;
        }
        // With its immediates, as the example has them.
        let own = entry.example.lines().map(str::trim).find(|line| {
            let word = line.split([' ', ')']).next().unwrap_or_default();
            word == entry.name
        });
        let own = own.expect("it is in its example").trim_end_matches(')');
        for operands in choices(&takes) {
            let text = format!(
                r#"(module (func (export "main") (result {}) ({own} {})))"#,
                gives[0],
                operands.join(" ")
            );
            let (mut machine, _) = entered(&text, &[]);
            for _ in &operands {
                step_recorded(&mut machine, Lens::default());
            }
            let before = explain::before(&machine, Lens::default()).expect("it comes next");
            let record = step_recorded(&mut machine, Lens::default())
                .1
                .expect("a step");
            let after = explain::after(&record, &machine, Lens::default());
            assert_eq!(record.op, entry.name);
            agrees(&entry, &record);
            let what = format!("{text}\n{}\n{}", before.text, after.text);
            assert_eq!(before.rule, after.rule, "{what}");
            assert_eq!(before.rule_name, after.rule_name, "{what}");
            assert_eq!(
                record.trap.is_some(),
                after.rule_name.ends_with("-trap"),
                "{what}"
            );
            for value in record.push.iter() {
                assert!(is_named(value, &after.text), "{what}");
            }
            steps += 1;
        }
    }
    assert!(steps > 3_000, "{steps}");
}

#[test]
fn an_entry_is_found_by_its_name_and_others_are_offered() {
    let add = entry("i32.add").expect("there is one");
    assert_eq!(add.signature, "[i32 i32] → [i32]");
    assert_eq!(add.group, "Integers");
    assert_eq!(entry("i32.plus"), None);
    assert_eq!(similar("add", 2), ["i32.add", "i64.add"]);
    assert!(similar("trunc_f", 9).contains(&"i32.trunc_f32_s".to_owned()));
    assert!(similar("plus", 9).is_empty());
}

#[test]
fn what_branches_casts_throws_or_traps_names_the_side_condition() {
    let decides = |name: &str| {
        let branches = name.starts_with("br_") || ["if", "select"].contains(&name);
        let casts = ["ref.test", "ref.cast", "ref.as_non_null", "ref.is_null"].contains(&name)
            || name.ends_with("call_indirect");
        branches || casts || name.starts_with("throw")
    };
    for entry in entries() {
        let (name, shown) = (&entry.name, entry.shown().expect("it is executed"));
        let (before, after) = (shown.before.condition, shown.after.condition);
        assert_eq!(before, after, "{name}");
        let is_decided = decides(name) || shown.record.trap.is_some();
        assert_eq!(after.is_some(), is_decided, "{name}");
    }
}

/// What the page shows: an entry, and how its example went.
fn as_json(entry: &Entry) -> String {
    let shown = entry.shown().expect("it is executed");
    let words = |values: &[Value]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    let Entry {
        name,
        group,
        signature,
        meaning,
        see,
        example,
    } = entry;
    let mut row = json!({
        "name": name,
        "group": group,
        "signature": signature,
        "meaning": meaning,
        "see": see,
        "example": example,
        "pop": words(&shown.record.pop),
        "push": words(&shown.record.push),
        "before": shown.before.text,
        "after": shown.after.text,
        "rule": shown.after.rule,
        "ruleName": shown.after.rule_name,
        "spec": format!("{SPECIFICATION}{}", shown.after.spec),
    });
    if let Some(condition) = shown.after.condition {
        row["condition"] = condition.into();
    }
    row.to_string()
}

#[test]
fn the_page_has_the_same_manual() {
    let rows: Vec<String> = entries().iter().map(as_json).collect();
    let text = format!("[\n{}\n]\n", rows.join(",\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/src/manual/instructions.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == text,
        "www/src/manual/instructions.json is not what the tables say\n  \
         run: BLESS=1 cargo test -p wasmscope --test manual"
    );
}
