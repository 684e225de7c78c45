//! Programs tried out: what comes of calls, and how they went.

use wasmscope::runtime::Value;
use wasmscope_web::model::debugger::StartError;
use wasmscope_web::model::program::Program;
use wasmscope_web::model::trial::{Trial, try_out};

fn tried(source: &str, calls: &[(&str, &[&str])], fuel: u64) -> Trial {
    let program = Program::from_text(source).expect("the text is valid");
    let calls: Vec<_> = (calls.iter())
        .map(|(name, args)| {
            let entry = program.entry(name).expect("it is exported").clone();
            let args = (entry.params.iter().zip(*args))
                .map(|(param, text)| Value::parse(param.ty, text).expect("an argument"))
                .collect();
            (entry, args)
        })
        .collect();
    try_out(&program, &calls, fuel).expect("it can be instantiated")
}

const FACTORIAL: &str = r#"(module
  (func $fact (export "fact") (param $n i64) (result i64)
    (if (result i64) (i64.eqz (local.get $n))
      (then (i64.const 1))
      (else (i64.mul (local.get $n) (call $fact (i64.sub (local.get $n) (i64.const 1))))))))"#;

#[test]
fn results_steps_depth_and_instructions_are_those_of_the_run() {
    let trial = tried(FACTORIAL, &[("fact", &["5"])], 1_000);
    let call = &trial.calls[0];
    assert_eq!(
        (call.status, &*call.results),
        ("returned", &["i64:120".to_owned()][..])
    );
    assert_eq!(call.depth, 6);
    // Eleven for each call that calls itself again, and six for the last, `else` included.
    assert_eq!(call.steps, 5 * 11 + 6);
    let ops = [
        "call",
        "else",
        "end",
        "i64.const",
        "i64.eqz",
        "i64.mul",
        "i64.sub",
        "if",
        "local.get",
    ];
    assert_eq!(trial.ops, ops);
}

#[test]
fn calls_follow_each_other_on_one_instance_until_one_does_not_return() {
    let source = r#"(module
      (global $n (mut i32) (i32.const 0))
      (func $start (global.set $n (i32.const 40)))
      (start $start)
      (func (export "add") (param i32) (global.set $n (i32.add (global.get $n) (local.get 0))))
      (func (export "div") (param i32) (result i32) (i32.div_s (global.get $n) (local.get 0)))
      (func (export "get") (result i32) (global.get $n)))"#;
    let calls: [(&str, &[&str]); 4] =
        [("add", &["2"]), ("get", &[]), ("div", &["0"]), ("get", &[])];
    let trial = tried(source, &calls, 1_000);
    assert_eq!(trial.calls.len(), 3, "the trap is the end");
    assert_eq!(trial.calls[1].results, ["i32:42"]);
    assert_eq!(
        trial.calls[1].steps, 2,
        "the start function ran before the first call only"
    );
    assert_eq!(trial.calls[2].status, "trapped");
    assert_eq!(
        trial.calls[2].why.as_deref(),
        Some("integer divide by zero")
    );
}

#[test]
fn what_does_not_come_to_an_end_is_told() {
    let source = r#"(module
      (import "console" "log" (func $log (param i32)))
      (import "env" "ask" (func $ask))
      (func (export "for ever") loop br 0 end)
      (func (export "print") (call $log (i32.const 7)))
      (func (export "ask") (call $log (i32.const 8)) (call $ask)))"#;
    let ends = |name: &str| tried(source, &[(name, &[])], 500).calls[0].clone();
    let endless = ends("for ever");
    assert_eq!((endless.status, endless.steps), ("fuel", 500));
    let printed = ends("print");
    assert_eq!((printed.status, &*printed.printed), ("returned", "7\n"));
    let asked = ends("ask");
    assert_eq!(
        (asked.status, asked.why.as_deref()),
        ("host", Some("env.ask"))
    );
    assert_eq!(asked.printed, "8\n");
}

#[test]
fn all_calls_share_the_fuel() {
    let calls: [(&str, &[&str]); 2] = [("fact", &["5"]), ("fact", &["5"])];
    let trial = tried(FACTORIAL, &calls, 100);
    assert_eq!(trial.calls[0].status, "returned");
    assert_eq!((trial.calls[1].status, trial.calls[1].steps), ("fuel", 39));
}

#[test]
fn a_program_that_cannot_be_instantiated_is_refused() {
    let source = r#"(module (memory 1) (data (i32.const 65536) "x") (func (export "f")))"#;
    let program = Program::from_text(source).expect("the text is valid");
    let entry = program.entry("f").expect("it is exported").clone();
    let refused = try_out(&program, &[(entry, Vec::new())], 10);
    assert!(
        matches!(refused, Err(StartError::Unlinkable(_))),
        "{refused:?}"
    );
}
