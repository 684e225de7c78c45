//! A trace that is looked at: its states are those of the run that it tells, as far as they
//! are known, from wherever they are come to.

use std::sync::Arc;

use wasmscope::observe::step_recorded;
use wasmscope::observe::trace::{End, Header, ModuleId, line};
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};
use wasmscope::syntax::Module;
use wasmscope::view::{Lens, MachineState, state};
use wasmscope_web::model::viewer::{Move, Reader, Viewer};

const FACTORIAL: &str = r#"(module (memory 1)
  (func $fac (export "fac") (param $n i32) (result i32)
    (i32.store (local.get $n) (local.get $n))
    (if (result i32) (local.get $n)
      (then (i32.mul (local.get $n) (call $fac (i32.sub (local.get $n) (i32.const 1)))))
      (else (i32.const 1)))))"#;
const COUNT: &str = r#"(module (memory 1)
  (func $begin (local $i i32) (local.set $i (i32.const 9)) (drop (local.get $i)))
  (start $begin)
  (func $count (export "count") (param $n i32) (result i32)
    (loop $again (result i32)
      (i32.store8 (i32.and (local.get $n) (i32.const 255)) (local.get $n))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n) (local.get $n))
      (unreachable))))"#;

/// The text of a trace, and every state of the run.
fn traced(text: &str, entry: &str, arg: i32, most: usize) -> (String, Vec<MachineState>) {
    let module: Arc<Module> = wasmscope::load::load(text.as_bytes())
        .expect("it is valid")
        .module;
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&module, &[])
        .expect("it has no imports");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export(entry) else {
        panic!("{entry} is exported");
    };
    let mut calls: Vec<_> = machine.start_call(instance).into_iter().collect();
    let args = vec![Value::I32(arg)];
    calls.push(wasmscope::runtime::Call {
        func,
        args: args.clone(),
    });
    machine.enter(calls).expect("the argument fits");
    let lens = Lens {
        main: Some(instance),
        positions: None,
    };
    let header = Header::new(ModuleId::of(&module), Some(entry), args, machine.limits());
    let (mut lines, mut states) = (line(&header) + "\n", Vec::new());
    for _ in 0..most {
        states.push(state(&machine, Some(instance), None));
        let (_, Some(record)) = step_recorded(&mut machine, lens) else {
            break;
        };
        lines += &line(&record);
        lines.push('\n');
    }
    lines += &line(&End::of(&machine, None));
    lines.push('\n');
    (lines, states)
}

fn read(text: &str) -> Result<Viewer, String> {
    let mut reader = Reader::new("a trace", text.as_bytes().to_vec());
    while !reader.advance(100)? {}
    Ok(reader.finish().expect("it has a first line"))
}

/// What is shown agrees with the state that the machine was in.
fn agrees(viewer: &Viewer, wanted: &MachineState) {
    let shown = viewer.state();
    assert_eq!(shown.step, wanted.step);
    let at = |state: &MachineState| {
        state
            .at
            .as_ref()
            .map(|at| (at.func, at.pc, at.offset, at.op))
    };
    assert_eq!(at(&shown), at(wanted), "step {}", wanted.step);
    assert_eq!(shown.stack, wanted.stack, "step {}", wanted.step);
    assert_eq!(shown.frames.len(), wanted.frames.len());
    for (ours, frame) in shown.frames.iter().zip(&wanted.frames) {
        assert_eq!(
            (ours.func, ours.pc, ours.depth),
            (frame.func, frame.pc, frame.depth)
        );
        assert_eq!(ours.stack, frame.stack);
        for local in &ours.locals {
            assert_eq!(local.text, frame.locals[local.index as usize].text);
        }
    }
}

#[test]
fn every_step_is_the_machines_from_wherever_it_is_come_to() {
    let (text, states) = traced(COUNT, "count", 700, 5_000);
    let mut viewer = read(&text).expect("it is a trace");
    assert_eq!(viewer.len(), 5_000, "more than are kept whole");
    for state in &states {
        viewer.seek(state.step);
        agrees(&viewer, state);
    }
    for state in states.iter().rev().step_by(7) {
        viewer.seek(state.step);
        agrees(&viewer, state);
    }
    for jump in [4_999, 3, 2_500, 2_499, 0, 1_024, 1_023, 4_000] {
        viewer.seek(jump);
        agrees(&viewer, &states[jump as usize]);
    }
    // The arguments are those of the export, not of the start function.
    viewer.seek(0);
    assert!(viewer.state().frames[0].locals.is_empty());
    let first = states.iter().position(|state| state.frames[0].func == 1);
    viewer.seek(first.expect("the export runs") as u64);
    assert_eq!(viewer.state().frames[0].locals[0].text, "700");
}

#[test]
fn movements_go_over_calls_and_out_of_them() {
    let (text, states) = traced(FACTORIAL, "fac", 3, 1_000);
    let mut viewer = read(&text).expect("it is a trace");
    let call = states
        .iter()
        .position(|state| state.at.as_ref().is_some_and(|at| at.op == "call"));
    let call = call.expect("it calls itself") as u64;
    viewer.seek(call);
    viewer.go(Move::Over, false);
    let state = viewer.state();
    assert_eq!(
        (state.frames.len(), state.stack.len()),
        (1, 2),
        "the call has returned"
    );
    viewer.go(Move::Over, true);
    assert_eq!(viewer.step(), call);
    viewer.go(Move::One, false);
    assert_eq!(viewer.state().frames.len(), 2);
    viewer.go(Move::Out, true);
    assert_eq!(viewer.step(), call);
    viewer.go(Move::One, false);
    viewer.go(Move::Out, false);
    assert_eq!(viewer.state().frames.len(), 1);
    viewer.go(Move::All, false);
    let end = viewer.state();
    assert_eq!(end.results.expect("it has returned")[0].text, "6");
    assert!(end.at.is_none() && end.frames.is_empty());
    viewer.go(Move::All, true);
    assert_eq!(viewer.step(), 0);
    let lanes = viewer.lanes();
    assert_eq!(
        lanes
            .columns
            .iter()
            .map(|column| column.writes)
            .sum::<u64>(),
        4
    );
    assert_eq!(lanes.total().depth, Some((1, 4)));
}

#[test]
fn the_listing_shows_what_was_executed() {
    let (text, _) = traced(FACTORIAL, "fac", 0, 1_000);
    let viewer = read(&text).expect("it is a trace");
    let (listing, key) = viewer.listing(None).expect("it has a function");
    assert!(listing.contains("$fac, function 0") && listing.contains("  i32.const 1\n"));
    assert!(
        listing.contains(";; …") && !listing.contains("i32.mul"),
        "{listing}"
    );
    let line = viewer
        .state()
        .at
        .expect("it has a place")
        .line
        .expect("in the listing");
    assert_eq!(
        listing.lines().nth(line as usize - 1),
        Some("  local.get 0")
    );
    assert!(viewer.listing(Some(key)).is_none());
}

#[test]
fn a_trap_is_looked_at_with_its_operands() {
    let (text, states) = traced(COUNT, "count", 1, 1_000);
    let mut viewer = read(&text).expect("it is a trace");
    viewer.go(Move::All, false);
    let end = viewer.state();
    assert_eq!(end.trap.expect("it has trapped").message, "unreachable");
    let last = &states[states.len() - 2];
    assert_eq!(end.stack, last.stack, "as before the instruction");
}

#[test]
fn what_is_no_trace_is_named_by_its_line() {
    let (text, _) = traced(FACTORIAL, "fac", 3, 1_000);
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at] = line;
        lines.join("\n") + "\n"
    };
    for (text, says) in [
        (with(4, "{\"n\":"), "Line 5 is no line of a trace"),
        (with(4, lines[2]), "instruction 1 comes after instruction 2"),
        (with(0, "{\"wasmscope_trace\":2}"), "version 2"),
        (
            with(6, lines[lines.len() - 1]),
            "an instruction comes after the end",
        ),
        (String::new(), "empty"),
        ("{\"wasmscope_trace\":1".to_owned(), "Line 1"),
    ] {
        let error = read(&text).expect_err("it is none");
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn a_trace_that_was_cut_off_is_looked_at_as_far_as_it_goes() {
    let (text, states) = traced(FACTORIAL, "fac", 3, 1_000);
    for cut in [text.len() - 3, text.len() / 2, text.len() / 3] {
        let mut viewer = read(&text[..cut]).expect("all but its last line is there");
        viewer.go(Move::All, false);
        assert!(viewer.last().is_none());
        assert!(viewer.sentences().now.contains("cut off"));
        viewer.go(Move::One, true);
        let step = viewer.step();
        agrees(&viewer, &states[step as usize]);
    }
}
