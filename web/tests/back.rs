//! Jumps of the debugger, in both directions.

mod started;

use started::debugger;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::runtime::{Machine, Value};
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::examples::EXAMPLES;
use wasmscope_web::model::goal::{Goal, Movement};
use wasmscope_web::model::host::{Host, Reply, Watch};
use wasmscope_web::model::jump::Jump;

/// Answers with how often it was asked, and counts.
#[derive(Default)]
struct Asked(i32);

impl Host for Asked {
    fn call(&mut self, _: &Machine, call: &HostCall) -> Reply {
        self.0 += 1;
        let results = call.ty.results.iter().map(|_| Value::I32(self.0));
        Reply::Answer(Answer::results(results.collect()))
    }
}

/// Never answers.
struct Silent;

impl Host for Silent {
    fn call(&mut self, _: &Machine, _: &HostCall) -> Reply {
        Reply::Later
    }
}

/// The steps that it was shown.
#[derive(Default)]
struct Shown(Vec<u64>);

impl Watch for Shown {
    fn is_watching(&self) -> bool {
        true
    }

    fn before(&mut self, _: &Machine) {}

    fn after(&mut self, machine: &Machine) {
        self.0.push(machine.steps());
    }
}

fn factorial(n: &str) -> Debugger {
    let example = EXAMPLES.iter().find(|example| example.id == "factorial");
    debugger(example.expect("it is there").source, "fac", &[n])
}

/// Makes a jump in parts of so much fuel; tells how it ended and what was shown.
fn leap(debugger: &mut Debugger, mut jump: Jump, part: u64) -> (Advance, Vec<u64>) {
    let mut shown = Shown::default();
    loop {
        let mut fuel = part;
        let end = jump.advance(debugger, &mut fuel, &mut Asked::default(), &mut shown);
        match end {
            Advance::Fuel => assert_eq!(fuel, 0, "it stops only when all fuel is used"),
            Advance::Yielded => {}
            end => return (end, shown.0),
        }
    }
}

fn run(debugger: &mut Debugger) {
    let mut movement = Movement::from(Goal::End);
    let end = debugger.advance(
        &mut movement,
        u64::MAX,
        &mut Asked::default(),
        &mut Shown::default(),
    );
    assert_eq!(end, Advance::Ended);
}

#[test]
fn every_state_is_reached_with_its_last_instruction_shown() {
    let mut debugger = factorial("5");
    run(&mut debugger);
    let last = debugger.step();
    for part in [1, 7, u64::MAX] {
        for to in (0..=last).rev().chain(0..=last) {
            let (end, shown) = leap(&mut debugger, Jump::to(to), part);
            let over = to == last;
            assert_eq!(end, if over { Advance::Ended } else { Advance::Goal });
            assert_eq!(debugger.step(), to);
            assert_eq!(shown, if to == 0 { vec![] } else { vec![to] });
        }
    }
    assert_eq!(debugger.last_known(), last);
}

#[test]
fn beyond_the_end_is_the_end() {
    let mut debugger = factorial("3");
    run(&mut debugger);
    let last = debugger.step();
    for to in [last + 1, last + 2, u64::MAX] {
        leap(&mut debugger, Jump::to(3), 10);
        let end = leap(&mut debugger, Jump::to(to), 10);
        assert_eq!(end, (Advance::Ended, vec![last]));
        assert_eq!(debugger.step(), last);
    }
}

#[test]
fn over_back_and_out_back_find_the_call() {
    // local.get, i64.eqz, if, local.get, local.get, i64.const, i64.sub: call is 7.
    let mut debugger = factorial("2");
    leap(&mut debugger, Jump::to(8), 10);
    let out = Jump::out_back(&debugger);
    leap(&mut debugger, out, 10);
    assert_eq!(debugger.step(), 7, "before the call of the second frame");

    // Forward over it, and back over it.
    let mut over = Movement::from(Goal::over(debugger.machine().expect("it runs")));
    debugger.advance(
        &mut over,
        u64::MAX,
        &mut Asked::default(),
        &mut Shown::default(),
    );
    assert!(debugger.step() > 9);
    for part in [1, 100] {
        let here = debugger.step();
        let back = Jump::over_back(&debugger);
        let (end, shown) = leap(&mut debugger, back, part);
        assert_eq!(
            (end, shown, debugger.step()),
            (Advance::Goal, vec![7], 7),
            "before the call"
        );
        leap(&mut debugger, Jump::to(here), 100);
    }
    leap(&mut debugger, Jump::to(3), 100);
    let back = Jump::over_back(&debugger);
    leap(&mut debugger, back, 100);
    assert_eq!(debugger.step(), 2, "no call: one step");

    run(&mut debugger);
    let last = debugger.step();
    let back = Jump::over_back(&debugger);
    leap(&mut debugger, back, 100);
    assert_eq!(
        debugger.step(),
        last - 1,
        "nobody has returned into a frame"
    );
    run(&mut debugger);
    let out = Jump::out_back(&debugger);
    leap(&mut debugger, out, 100);
    assert_eq!(debugger.step(), 0, "the first step of the function");
    let back = Jump::over_back(&debugger);
    assert_eq!(leap(&mut debugger, back, 100), (Advance::Goal, vec![]));
    assert_eq!(debugger.step(), 0);
}

const ASKING: &str = r#"(module
  (import "oracle" "ask" (func $ask (param i32) (result i32)))
  (func (export "main") (result i32)
    (i32.add (call $ask (i32.const 6)) (call $ask (i32.const 7)))))"#;

#[test]
fn a_host_is_asked_once_and_a_jump_waits_for_it() {
    let mut debugger = debugger(ASKING, "main", &[]);
    let mut shown = Shown::default();
    let mut jump = Jump::to(5);
    let mut fuel = 100;
    let end = jump.advance(&mut debugger, &mut fuel, &mut Silent, &mut shown);
    assert_eq!((end, debugger.step(), fuel), (Advance::Waiting, 1, 99));
    assert!(debugger.is_waiting());

    let mut host = Asked::default();
    for to in [5, 1, 2, 0, 5, 4] {
        let mut jump = Jump::to(to);
        jump.advance(&mut debugger, &mut 100, &mut host, &mut shown);
        assert_eq!(debugger.step(), to);
    }
    assert_eq!(host.0, 2, "each call was answered once");
    let mut silent = Movement::from(Goal::End);
    let end = debugger.advance(&mut silent, 100, &mut Silent, &mut shown);
    assert_eq!(end, Advance::Ended, "running forward replays the answers");
}

#[test]
fn instructions_that_touch_much_memory_end_no_jump() {
    let text = r#"(module (memory 800) (func (export "main")
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 52428800))
      (memory.fill (i32.const 0) (i32.const 2) (i32.const 52428800))))"#;
    let mut debugger = debugger(text, "main", &[]);
    for to in [4, 8, 9, 4, 3] {
        let mut jump = Jump::to(to);
        let (mut fuel, mut parts, mut shown) = (100, 0, Shown::default());
        let end = loop {
            let host = &mut Asked::default();
            match jump.advance(&mut debugger, &mut fuel, host, &mut shown) {
                Advance::Yielded => parts += 1,
                end => break end,
            }
            assert!(parts < 10, "it comes to an end");
        };
        let over = to == 9;
        assert_eq!(end, if over { Advance::Ended } else { Advance::Goal });
        assert_eq!((debugger.step(), shown.0), (to, vec![to]));
    }
}
