//! Records of what instructions do.

mod recording;
mod watching;

use recording::{json, records, told};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use wasmscope::exec::{Answer, Outcome};
use wasmscope::observe::{Kind, StepRecord, Watch, answer_recorded, record_run, step_recorded};
use wasmscope::runtime::{Machine, MemAddr, Value};
use wasmscope::view::Lens;
use watching::{enter, entered, instance, results};

#[test]
fn a_record_has_the_members_of_the_trace() {
    let text = r#"(module (func $f (export "main") (param $n i32) (result i32)
        (i32.add (i32.const 5) (local.get $n))))"#;
    let (_, records) = records(text, &[Value::I32(7)]);
    let lines: Vec<String> = records
        .iter()
        .map(|record| serde_json::to_string(record).expect("a record is JSON"))
        .collect();
    assert_eq!(
        lines,
        [
            r#"{"n":0,"func":0,"name":"f","depth":0,"pc":0,"offset":35,"op":"i32.const","imm":["5"],"pop":[],"push":["i32:5"]}"#,
            r#"{"n":1,"func":0,"name":"f","depth":0,"pc":1,"offset":37,"op":"local.get","imm":["0"],"pop":[],"push":["i32:7"],"local":{"index":0,"name":"n","read":"i32:7"}}"#,
            r#"{"n":2,"func":0,"name":"f","depth":0,"pc":2,"offset":39,"op":"i32.add","imm":[],"pop":["i32:5","i32:7"],"push":["i32:12"]}"#,
            r#"{"n":3,"func":0,"name":"f","depth":0,"pc":3,"offset":40,"op":"end","imm":[],"pop":["i32:12"],"push":["i32:12"],"return":{"results":["i32:12"]}}"#,
        ]
    );
}

#[test]
fn every_kind_of_effect_is_told() {
    let text = r#"(module
      (memory 1 2) (data $d "abc") (table 3 5 funcref) (elem $e func $id $id)
      (global $g (mut i32) (i32.const 1))
      (func $id (param $x i32) (result i32) (local.get $x))
      (func (export "main") (result i32) (local $l i64)
        (i32.store offset=4 (i32.const 60) (i32.const 42))
        (drop (i32.load8_u (i32.const 64)))
        (memory.fill (i32.const 0) (i32.const 255) (i32.const 2))
        (memory.copy (i32.const 8) (i32.const 1) (i32.const 2))
        (memory.init $d (i32.const 16) (i32.const 1) (i32.const 2))
        (drop (memory.grow (i32.const 1)))
        (drop (memory.grow (i32.const 1)))
        (table.init $e (i32.const 0) (i32.const 0) (i32.const 2))
        (table.set (i32.const 0) (ref.null func))
        (drop (table.grow (ref.null func) (i32.const 1)))
        (global.set $g (i32.const 9))
        (drop (global.get $g))
        (drop (local.tee $l (i64.const -1)))
        (block $a (result i32)
          (i64.const 5) (i32.const 6) (br $a))
        (call $id)
        (call_indirect (param i32) (result i32) (i32.const 1))))"#;
    let (machine, records) = records(text, &[]);
    assert_eq!(results(&machine), [Value::I32(6)]);
    let told = |op: &str| -> Vec<Json> {
        let of_op = records.iter().filter(|record| record.op == op);
        of_op.map(told).collect()
    };
    assert_eq!(
        told("i32.store"),
        [
            json!({"op": "i32.store", "pop": ["i32:60", "i32:42"], "push": [],
                "mem": [{"mem": 0, "addr": 64, "old": "00000000", "new": "2a000000"}]})
        ]
    );
    assert_eq!(
        told("i32.load8_u"),
        [
            json!({"op": "i32.load8_u", "pop": ["i32:64"], "push": ["i32:42"],
                "mem": [{"mem": 0, "addr": 64, "read": "2a"}]})
        ]
    );
    assert_eq!(
        told("memory.copy")[0]["mem"],
        json!([{"mem": 0, "addr": 1, "read": "ff00"},
               {"mem": 0, "addr": 8, "old": "0000", "new": "ff00"}])
    );
    assert_eq!(told("memory.init")[0]["mem"][0]["new"], "6263");
    let grown = told("memory.grow");
    assert_eq!(
        grown[0]["mem"],
        json!([{"mem": 0, "pages": {"old": 1, "new": 2}}])
    );
    assert_eq!(grown[1]["push"], json!(["i32:-1"]));
    assert_eq!(
        told("table.set")[0]["table"],
        json!([{"table": 0, "index": 0, "old": ["funcref:func 0"], "new": ["funcref:null"]}])
    );
    assert_eq!(
        told("table.grow")[0]["table"],
        json!([{"table": 0, "size": {"old": 3, "new": 4}}])
    );
    assert_eq!(
        told("global.set")[0]["global"],
        json!({"index": 0, "name": "g", "old": "i32:1", "new": "i32:9"})
    );
    assert_eq!(
        told("local.tee")[0],
        json!({"op": "local.tee", "pop": ["i64:-1"], "push": ["i64:-1"],
               "local": {"index": 0, "name": "l", "old": "i64:0", "new": "i64:-1"}})
    );
    assert_eq!(told("br")[0]["pop"], json!(["i64:5", "i32:6"]));
    assert_eq!(told("br")[0]["push"], json!(["i32:6"]));
    assert_eq!(told("br")[0]["branch"]["label"], 0);
    assert_eq!(
        told("call")[0],
        json!({"op": "call", "pop": ["i32:6"], "push": [],
               "call": {"func": 0, "name": "id", "args": ["i32:6"]}})
    );
    assert_eq!(told("call_indirect")[0]["call"]["name"], "id");
    assert_eq!(
        told("call_indirect")[0]["table"],
        json!([{"table": 0, "index": 1, "read": ["funcref:func 0"]}])
    );
    assert_eq!(
        told("end")[1]["return"],
        json!({"to": "main", "results": ["i32:6"]})
    );
}

#[test]
fn a_branch_carries_its_values_past_the_others() {
    let text = r#"(module (func (export "main") (result i32)
        (local $i i32)
        (loop $again (result i32)
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get $i) (i32.const 3)))
          (block $out (result i32)
            (i64.const 1)
            (i32.const 30)
            (br_table $out $out 2 (local.get $i)))
          (drop)
          (f32.const 1)
          (i32.const 31)
          (return))))"#;
    let (machine, records) = records(text, &[]);
    assert_eq!(results(&machine), [Value::I32(30)]);
    let branches: Vec<_> = records.iter().filter(|r| r.is(Kind::Branch)).collect();
    assert_eq!(branches.len(), 3);
    assert_eq!(records.iter().filter(|r| r.op == "loop").count(), 3);
}

#[test]
fn a_trap_has_operands_and_no_effects() {
    let text = r#"(module (memory 1) (func (export "main")
        (i32.store (i32.const 65535) (i32.const 1))))"#;
    let (_, records) = records(text, &[]);
    assert_eq!(
        told(records.last().expect("a step")),
        json!({"op": "i32.store", "pop": ["i32:65535", "i32:1"], "push": [],
               "trap": {"message": "out of bounds memory access",
                        "detail": "address 65535 + 4 bytes > 65536, the size of memory 0"}})
    );
}

#[test]
fn the_host_is_recorded_when_it_answers() {
    let text = r#"(module
        (import "env" "read" (func $read (param i32) (result i64)))
        (memory 1)
        (func (export "main") (result i64) (call $read (i32.const 3)))
        (export "outside" (func $read)))"#;
    let (mut machine, main) = instance(text);
    let lens = Lens {
        main: Some(main),
        positions: None,
    };
    enter(&mut machine, main, "main", &[]);
    let (outcome, first) = record_run(&mut machine, u64::MAX, lens);
    assert_eq!((outcome, first.len()), (Outcome::HostCall, 1));
    assert!(step_recorded(&mut machine, lens).1.is_none());
    let answer = Answer {
        writes: vec![(MemAddr(0), 3, (*b"hi").into())],
        ..Answer::results(vec![Value::I64(-2)])
    };
    let (_, record) = answer_recorded(&mut machine, &answer, lens).expect("it fits");
    let record = record.expect("it is a step");
    assert_eq!(
        told(&record),
        json!({"op": "call", "pop": ["i32:3"], "push": ["i64:-2"],
               "host": {"module": "env", "name": "read", "args": ["i32:3"], "results": ["i64:-2"]},
               "mem": [{"mem": 0, "addr": 3, "old": "0000", "new": "6869"}]})
    );
    assert_eq!(
        record.kinds(),
        [Kind::Step, Kind::Call, Kind::Memory, Kind::Host]
    );

    enter(&mut machine, main, "outside", &[Value::I32(8)]);
    let answer = Answer::results(vec![Value::I64(4)]);
    let (_, record) = answer_recorded(&mut machine, &answer, lens).expect("it fits");
    let record = record.expect("it is a step");
    assert_eq!(record.name, "env.read");
    assert_eq!(json(&record)["push"], json!(["i64:4"]));
    assert_eq!(results(&machine), [Value::I64(4)]);
}

#[test]
fn large_ranges_are_kept_in_part() {
    let text = r#"(module (memory 1) (func (export "main")
        (memory.fill (i32.const 1) (i32.const 7) (i32.const 60000))))"#;
    let (_, records) = records(text, &[]);
    let fill = &json(&records[3])["mem"][0];
    assert_eq!(fill["len"], 60_000);
    assert_eq!(fill["new"].as_str().map(str::len), Some(2 * 4_096));
}

#[test]
fn a_watch_can_stop_a_run() {
    let text = r#"(module (func (export "main") (loop (br 0))))"#;
    let (mut machine, _) = entered(text, &[]);
    let mut seen = 0;
    let mut watch = Watch::new(Lens::default(), |record: StepRecord, machine: &Machine| {
        assert_eq!(record.n + 1, machine.steps());
        seen += u32::from(record.is(Kind::Branch));
        match seen {
            5 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    assert_eq!(machine.run_observed(1_000, &mut watch), Outcome::Paused);
    assert_eq!((seen, machine.steps()), (5, 10));
}

#[test]
fn kinds_have_names() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.name()), Some(kind));
    }
    assert_eq!(Kind::parse("nothing"), None);
}
