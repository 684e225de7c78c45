//! Records of what happens to objects, of exceptions and of tail calls.

mod recording;
mod telling;
mod watching;

use recording::{json, records, told};
use serde_json::{Value as Json, json};
use telling::programs::{FINE, TYPES};
use wasmscope::exec::Answer;
use wasmscope::observe::{Kind, StepRecord, answer_recorded};
use wasmscope::runtime::{Status, Value};
use wasmscope::view::Lens;
use watching::{entered, results};

/// The records of a body.
fn of(body: &str) -> Vec<StepRecord> {
    let text = format!(r#"(module {TYPES} (func $main (export "main") {body}))"#);
    records(&text, &[]).1
}

/// What the records of one instruction say, in order.
fn all(records: &[StepRecord], op: &str) -> Vec<Json> {
    let of_op = records.iter().filter(|record| record.op == op);
    of_op.map(told).collect()
}

fn last(records: &[StepRecord], op: &str) -> Json {
    all(records, op).pop().expect("it was executed")
}

/// The same program that has a sentence for everything: each of its records says what the
/// stack did.
#[test]
fn every_new_instruction_pops_and_pushes_what_it_says() {
    let (machine, records) = records(&format!("(module {TYPES} {FINE})"), &[]);
    assert_eq!(results(&machine), [Value::I32(7)]);
    assert_eq!(all(&records, "try_table")[0]["pop"], json!([]));
    assert_eq!(
        all(&records, "br_on_non_null"),
        [
            json!({"op": "br_on_non_null", "pop": ["(ref null 0):struct 12"],
                   "push": ["(ref 0):struct 12"],
                   "branch": {"label": 0, "target": all(&records, "br_on_non_null")[0]["branch"]["target"]}}),
            json!({"op": "br_on_non_null", "pop": ["(ref null 0):null"], "push": []}),
        ]
    );
    let casts = all(&records, "br_on_cast");
    assert_eq!(casts[0]["push"], json!(["(ref null 0):struct 12"]));
    assert_eq!(casts[0]["branch"], Json::Null);
    assert_eq!(casts[1]["push"], json!(["(ref 0):struct 13"]));
    assert_eq!(casts[1]["branch"]["label"], 0);
}

#[test]
fn what_happens_to_objects_is_recorded() {
    let records = of(
        "(local $n (ref $node)) (local $w (ref $words)) (local $b (ref $bytes))
        (local.set $n (struct.new $node (i32.const 5) (ref.null $node)))
        (struct.set $node $next (local.get $n) (local.get $n))
        (drop (struct.get $node $x (local.get $n)))
        (local.set $w (array.new_default $words (i32.const 600)))
        (array.fill $words (local.get $w) (i32.const 1) (i32.const 9) (i32.const 2))
        (array.copy $words $words
          (local.get $w) (i32.const 8) (local.get $w) (i32.const 1) (i32.const 3))
        (local.set $b (array.new $bytes (i32.const -1) (i32.const 2)))
        (drop (array.get_s $bytes (local.get $b) (i32.const 1)))",
    );
    assert_eq!(
        last(&records, "struct.new"),
        json!({"op": "struct.new", "pop": ["i32:5", "(ref null 0):null"],
               "push": ["(ref 0):struct 1"],
               "heap": [{"object": "struct 1", "type": "$node",
                         "made": ["i32:5", "(ref null 0):null"]}]})
    );
    assert_eq!(
        last(&records, "struct.set")["heap"],
        json!([{"object": "struct 1", "field": 1, "name": "next", "old": ["(ref null 0):null"],
                "new": ["(ref null 0):struct 1"]}])
    );
    assert_eq!(
        last(&records, "struct.get")["heap"],
        json!([{"object": "struct 1", "field": 0, "name": "x", "read": ["i32:5"]}])
    );
    let made = last(&records, "array.new_default");
    assert_eq!(made["heap"][0]["len"], 600);
    assert_eq!(made["heap"][0]["made"].as_array().map(Vec::len), Some(512));
    assert_eq!(
        last(&records, "array.fill")["heap"],
        json!([{"object": "array 2", "field": 1, "old": ["i32:0", "i32:0"],
                "new": ["i32:9", "i32:9"]}])
    );
    assert_eq!(
        last(&records, "array.copy")["heap"],
        json!([{"object": "array 2", "field": 1, "read": ["i32:9", "i32:9", "i32:0"]},
               {"object": "array 2", "field": 8, "old": ["i32:0", "i32:0", "i32:0"],
                "new": ["i32:9", "i32:9", "i32:0"]}])
    );
    // What is stored has no sign.
    assert_eq!(
        last(&records, "array.get_s"),
        json!({"op": "array.get_s", "pop": ["(ref 4):array 3", "i32:1"], "push": ["i32:-1"],
               "heap": [{"object": "array 3", "field": 1, "read": ["i32:255"]}]})
    );
}

#[test]
fn an_exception_is_recorded_where_it_is_thrown() {
    let records = of("(block $h (result i32 i64)
          (try_table (catch $e $h) (call $thrower (i32.const 7)))
          (unreachable))
        (drop) (drop) (throw $other)")
    .into_iter()
    .filter(|record| record.is(Kind::Throw))
    .collect::<Vec<_>>();
    assert_eq!(
        told(&records[0]),
        json!({"op": "throw", "pop": ["i32:7", "i64:31"], "push": [],
               "throw": {"tag": "$e", "args": ["i32:7", "i64:31"],
                         "caught": {"func": 7, "name": "main", "depth": 0, "pc": 7}}})
    );
    assert_eq!(records[0].kinds(), [Kind::Step, Kind::Throw]);
    assert_eq!(
        told(&records[1]),
        json!({"op": "throw", "pop": [], "push": [], "throw": {"tag": "$other", "args": []}})
    );
}

#[test]
fn a_tail_call_is_a_call_in_the_place_of_the_caller() {
    let text = format!(
        r#"(module {TYPES}
          (func $tail (type $unary) (i64.const 1) (return_call $double (local.get 0)))
          (func (export "main") (result i32) (call $tail (i32.const 4))))"#
    );
    let (machine, records) = records(&text, &[]);
    assert_eq!(results(&machine), [Value::I32(8)]);
    assert_eq!(
        last(&records, "return_call"),
        json!({"op": "return_call", "pop": ["i32:4"], "push": [],
               "call": {"func": 1, "name": "double", "args": ["i32:4"], "tail": true}})
    );
    let depths: Vec<_> = records.iter().map(|record| record.depth).collect();
    assert_eq!(depths, [0, 0, 1, 1, 1, 1, 1, 1, 1, 0]);
}

#[test]
fn a_tail_call_of_the_host_returns_its_answer() {
    let text = format!(
        r#"(module {TYPES}
          (func $tail (type $unary) (i64.const 1) (return_call $ask (local.get 0)))
          (func (export "main") (result i32) (call $tail (i32.const 4))))"#
    );
    let (machine, records) = records(&text, &[]);
    assert_eq!(results(&machine), [Value::I32(7)]);
    assert_eq!(
        last(&records, "return_call"),
        json!({"op": "return_call", "pop": ["i32:4"], "push": ["i32:7"],
               "return": {"to": "main", "results": ["i32:7"]},
               "host": {"module": "env", "name": "ask", "args": ["i32:4"],
                        "results": ["i32:7"]}})
    );
    // A host that ends the program gives nothing.
    let (mut machine, _) = entered(&text, &[]);
    machine.run(1_000);
    let answer = Answer {
        exit: Some(3),
        ..Answer::default()
    };
    let (_, record) = answer_recorded(&mut machine, &answer, Lens::default()).expect("it fits");
    assert_eq!(*machine.status(), Status::Exited(3));
    let record = json(&record.expect("it is a step"));
    assert_eq!(
        (&record["push"], &record["return"]),
        (&json!([]), &Json::Null)
    );
}

#[test]
fn a_trap_leaves_no_effects_on_objects() {
    let records =
        of("(drop (array.get $words (array.new_default $words (i32.const 3)) (i32.const 5)))");
    assert_eq!(
        last(&records, "array.get"),
        json!({"op": "array.get", "pop": ["(ref 5):array 1", "i32:5"], "push": [],
               "trap": {"message": "out of bounds array access",
                        "detail": "index 5 + 1 > 3, the length of array 1"}})
    );
    let records = of("(throw_ref (ref.null exn))");
    assert_eq!(last(&records, "throw_ref")["throw"], Json::Null);
}
