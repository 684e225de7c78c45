//! Proposals beyond the standard: off unless they are asked for, and whole when they are on.

use wasmscope::exec::Outcome;
use wasmscope::explain;
use wasmscope::load::{PROPOSALS, Program, features, load, load_with};
use wasmscope::observe::step_recorded;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
use wasmscope::view::Lens;

/// Loads a text with one proposal, which is refused without it.
fn with(proposal: &str, text: &str) -> Program {
    let (_, feature) = PROPOSALS
        .into_iter()
        .find(|(name, _)| *name == proposal)
        .expect("there is such a proposal");
    assert!(load(text.as_bytes()).is_err(), "it is off");
    load_with(text.as_bytes(), features() | feature).expect("the text is valid")
}

fn machine(program: &Program, limits: MachineLimits, name: &str, args: &[Value]) -> Machine {
    let mut machine = Machine::new(limits);
    let instance = machine.instantiate(&program.module, &[]).expect("it links");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export(name) else {
        panic!("no function is exported as {name}");
    };
    machine.enter_call(func, args).expect("the arguments fit");
    machine
}

/// Steps to the end. Each instruction that gives two values is told with them, before and
/// after; their sentences.
fn told(mut machine: Machine) -> (Vec<Value>, Vec<String>) {
    let mut sentences = Vec::new();
    loop {
        let before = explain::before(&machine, Lens::default());
        let (outcome, record) = step_recorded(&mut machine, Lens::default());
        if let Some(record) = record
            && record.push.len() == 2
        {
            sentences.extend(before.map(|sentence| sentence.text));
            let after = explain::after(&record, &machine, Lens::default());
            sentences.push(after.text);
        }
        match machine.status() {
            Status::Returned(results) => return (results.clone(), sentences),
            _ => assert_eq!(outcome, Outcome::Paused),
        }
    }
}

#[test]
fn wide_numbers_come_in_halves() {
    let text = r#"(module
        (func (export "add") (param i64 i64 i64 i64) (result i64 i64)
          (i64.add128 (local.get 0) (local.get 1) (local.get 2) (local.get 3)))
        (func (export "mul") (param i64 i64) (result i64 i64)
          (i64.mul_wide_s (local.get 0) (local.get 1))))"#;
    let program = with("wide-arithmetic", text);
    let limits = MachineLimits::default();
    let args = [-1, 4, 1, 5].map(Value::I64);
    let (results, sentences) = told(machine(&program, limits, "add", &args));
    assert_eq!(results, [0, 10].map(Value::I64));
    let sum = "92233720368547758079 + 92233720368547758081, cut to 128 bits";
    assert!(sentences[0].contains(sum), "{sentences:?}");
    assert!(sentences[1].contains("pushed 0 and 10"), "{sentences:?}");
    let args = [i64::MIN, 3].map(Value::I64);
    let (results, sentences) = told(machine(&program, limits, "mul", &args));
    assert_eq!(results, [i64::MIN, -2].map(Value::I64));
    assert!(
        sentences[0].contains("-9223372036854775808 × 3"),
        "{sentences:?}"
    );
}

#[test]
fn pages_of_one_byte_count_as_what_they_take() {
    let text = r#"(module (memory 0 0xffffffff (pagesize 1))
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
        (func (export "last") (param i32) (result i32)
          (drop (memory.grow (local.get 0)))
          (i32.store8 (i32.sub (local.get 0) (i32.const 1)) (i32.const 7))
          (i32.load8_u (i32.sub (memory.size) (i32.const 1)))))"#;
    let program = with("custom-page-sizes", text);
    let limits = MachineLimits {
        memory_pages: 1,
        ..MachineLimits::default()
    };
    let run = |name: &str, pages: i32| {
        let mut machine = machine(&program, limits, name, &[Value::I32(pages)]);
        assert_eq!(machine.run(u64::MAX), Outcome::Ended);
        machine.status().clone()
    };
    let returned = |value| Status::Returned(vec![Value::I32(value)]);
    // One page of 64 KiB is the limit, in whatever pages it is counted.
    assert_eq!(run("grow", 65_536), returned(0));
    assert_eq!(run("grow", 65_537), returned(-1));
    assert_eq!(run("last", 4097), returned(7));
}

#[test]
fn a_memory_of_small_pages_may_be_large_too() {
    let text = r#"(module (memory i64 0 (pagesize 1))
        (func (export "last") (param i64) (result i64)
          (drop (memory.grow (local.get 0)))
          (i64.store8 (i64.sub (local.get 0) (i64.const 1)) (i64.const 7))
          (i64.load8_u (i64.sub (memory.size) (i64.const 1)))))"#;
    let program = with("custom-page-sizes", text);
    for bytes in [1, 5000, 1 << 33, -1] {
        let args = [Value::I64(bytes)];
        let mut machine = machine(&program, MachineLimits::default(), "last", &args);
        assert_eq!(machine.run(u64::MAX), Outcome::Ended);
        let seven = Status::Returned(vec![Value::I64(7)]);
        assert_eq!(machine.status(), &seven, "{bytes} bytes");
    }
}
