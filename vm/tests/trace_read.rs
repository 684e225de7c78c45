//! What is written as a trace is read back: every line byte for byte, and of every state what
//! its records tell.

mod example;
mod telling;
mod watching;

use example::examples;
use telling::programs::{FINE, TYPES};
use wasmscope::exec::{Answer, Outcome};
use wasmscope::host::console;
use wasmscope::observe::trace::read::{self, Head, Last, Line, Picture, Record};
use wasmscope::observe::trace::{End, Filter, Format, Header, ModuleId, Writer, line};
use wasmscope::observe::{StepRecord, answer_recorded, step_recorded};
use wasmscope::runtime::{Limit, Machine, MemAddr, Value};
use wasmscope::view::{Lens, MachineState, state};
use watching::{enter, instance};

/// Most records of a run.
const MOST: usize = 3_000;

fn read_record(text: &str) -> Record {
    match read::line(text) {
        Ok(Line::Record(record)) => *record,
        other => panic!("{text} is read as {other:?}"),
    }
}

/// Executes an instruction; hosts print, or answer 7.
fn step(machine: &mut Machine) -> (Outcome, Option<StepRecord>) {
    let lens = Lens::default();
    let (outcome, record) = step_recorded(machine, lens);
    let Some(call) = machine.host_call().filter(|_| record.is_none()) else {
        return (outcome, record);
    };
    let printed = console::answer(machine, &call).map(|(answer, _)| answer);
    let answer = printed.unwrap_or_else(|| {
        Answer::results(call.ty.results.iter().map(|_| Value::I32(7)).collect())
    });
    answer_recorded(machine, &answer, lens).expect("the answer fits")
}

/// Runs a program; every line of it is read back, and every state compared with what the
/// records tell of it.
fn check(name: &str, mut machine: Machine) {
    let mut picture = Picture::default();
    let mut limit: Option<Limit> = None;
    for _ in 0..MOST {
        let before = state(&machine, None, None);
        let (outcome, record) = step(&mut machine);
        if let Outcome::Exhausted(reached) = outcome {
            limit = Some(reached);
        }
        let Some(record) = record else { break };
        let text = line(&record);
        // What writes whole traces writes the same.
        let mut written = String::new();
        let mut writer = Writer::new(Format::Lines, Filter::default(), true);
        writer.record(&record, &machine, &mut written);
        assert_eq!(written, format!("{text}\n"), "{name}");
        let read = read_record(&text);
        assert_eq!(line(&read), text, "{name}");
        picture.look(&read);
        compare(name, &picture, &before, &machine);
        picture.apply(&read);
    }
    let text = line(&End::of(&machine, limit));
    let Ok(Line::Last(last)) = read::line(&text) else {
        panic!("{name}: {text}")
    };
    assert_eq!(line(&last), text, "{name}");
}

/// What a picture says agrees with the machine.
fn compare(name: &str, picture: &Picture, state: &MachineState, machine: &Machine) {
    let at = || format!("{name} at step {}", state.step);
    assert_eq!(picture.frames.len(), state.frames.len(), "{}", at());
    // The innermost comes first in one, and last in the other.
    for (ours, frame) in picture.frames.iter().rev().zip(&state.frames) {
        assert_eq!(ours.pc, frame.pc, "{}", at());
        let texts = frame.stack.iter().map(|value| value.text.as_str());
        let texts: Vec<&str> = texts.collect();
        let known: Vec<&str> = (ours.stack.iter())
            .map(|value| read::value_of(value).1)
            .collect();
        match ours.is_whole {
            true => assert_eq!(known, texts, "{}", at()),
            false => assert!(texts.ends_with(&known), "{}: {known:?} of {texts:?}", at()),
        }
        for (index, (_, value)) in &ours.locals {
            let local = &frame.locals[*index as usize];
            assert_eq!(read::value_of(value).1, local.text, "{}", at());
        }
    }
    for ((_, index), (_, value)) in &picture.globals {
        let global = &state.globals[*index as usize];
        assert_eq!(read::value_of(value).1, global.text, "{}", at());
    }
    for ((_, index), known) in &picture.memories {
        let memory = machine.store().memory(MemAddr(*index));
        assert!(known.pages() <= memory.pages(), "{}", at());
    }
}

#[test]
fn every_example_is_read_back() {
    for example in examples() {
        for call in example.starts() {
            let (machine, _) = example.machine(call);
            check(&format!("{} {call}", example.name), machine);
        }
    }
}

#[test]
fn every_instruction_is_read_back() {
    let (mut machine, main) = instance(&format!("(module {TYPES} {FINE})"));
    enter(&mut machine, main, "main", &[]);
    check("references, objects and exceptions", machine);
    for body in [
        "(throw $e (i32.const 1))",
        "(memory.copy (i32.const 65000) (i32.const 0) (i32.const 6000))",
        "(memory.fill (i32.const 0) (i32.const 7) (i32.const 9000)) (drop (i32.load (i32.const 5000)))",
        "(drop (memory.grow (i32.const 1))) (drop (memory.grow (i32.const 100000)))",
        "(drop (table.grow $t (ref.null func) (i32.const 2))) (table.set $t (i32.const 4) (ref.null func))",
        "(drop (i64.load (i32.const 65530)))",
        "(loop $l (br $l))",
        "(drop (call $f (i32.const 3)))",
        "(global.set $g (v128.const i32x4 1 2 3 4)) (drop (f64.add (f64.const nan) (f64.const inf)))",
    ] {
        let text = format!(
            r#"(module (tag $e (param i32)) (memory $m 1 2) (table $t 4 funcref)
                (global $g (mut v128) (v128.const i32x4 0 0 0 0))
                (func $f (param i32) (result i32) (local $x i64)
                  (local.set $x (i64.const 5))
                  (if (result i32) (local.get 0)
                    (then (return_call $f (i32.sub (local.get 0) (i32.const 1))))
                    (else (i32.wrap_i64 (local.get $x)))))
                (func (export "main") {body}))"#
        );
        let (mut machine, main) = instance(&text);
        enter(&mut machine, main, "main", &[]);
        check(body, machine);
    }
}

#[test]
fn memory_is_known_where_it_was_touched() {
    let example = examples().into_iter().find(|one| one.name == "bubble-sort");
    let example = example.expect("the example is there");
    let (mut machine, _) = example.machine("sort 7");
    let mut picture = Picture::default();
    let mut compared = 0;
    while let (_, Some(record)) = step(&mut machine) {
        picture.apply(&read_record(&line(&record)));
        let memory = machine.store().memory(MemAddr(0));
        for known in picture.memories.values() {
            for addr in 0..memory.len().min(256) {
                if let Some(byte) = known.byte(addr) {
                    let bytes = memory.read(addr, 1).expect("it is inside");
                    assert_eq!(bytes[0], byte, "byte {addr} after step {}", record.n);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn a_header_is_read_back() {
    let example = &examples()[0];
    let args = vec![Value::I64(-5), Value::F64(f64::NAN.to_bits())];
    let (machine, _) = example.machine(example.starts()[0]);
    let module = ModuleId::of(&example.module);
    let text = line(&Header::new(
        module,
        Some("a \"b\""),
        args,
        machine.limits(),
    ));
    assert!(text.starts_with(read::BEGINNING));
    let head: Head = read::head(&text).expect("it is one");
    assert_eq!(line(&head), text);
    assert_eq!(head.invoke.as_deref(), Some("a \"b\""));
}

#[test]
fn a_trace_that_begins_in_the_middle_says_what_is_not_known() {
    let example = examples().into_iter().find(|one| one.name == "factorial");
    let example = example.expect("the example is there");
    let (mut machine, _) = example.machine("fac 5");
    let mut picture = Picture::default();
    let mut depths = 0;
    while let (_, Some(record)) = step(&mut machine) {
        if record.n >= 20 {
            let before = picture.clone();
            let read = read_record(&line(&record));
            picture.look(&read);
            let frame = picture.frames.last().expect("a record has a frame");
            assert_eq!(frame.func, Some(record.func));
            if before.frames.is_empty() {
                assert!(!frame.is_whole && frame.locals.len() <= 1);
                assert!(picture.frames[0].func.is_none(), "callers were not told");
            }
            depths = depths.max(picture.frames.len());
            picture.apply(&read);
        }
    }
    assert!(depths > 3);
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    for (text, says) in [
        ("", "EOF"),
        ("{\"n\":1", "EOF"),
        ("[1]", "struct Record"),
        ("{\"n\":-1}", "a whole number, 0 or more"),
        ("{\"n\":1.5}", "a whole number, 0 or more"),
        ("{\"n\":1}", "missing field `func`"),
        ("{\"end\":\"returned\"}", "missing field `steps`"),
    ] {
        let error = read::line(text).unwrap_err();
        assert!(error.contains(says), "{text}: {error}");
    }
    let version = read::head("{\"wasmscope_trace\":2,\"more\":[]}").unwrap_err();
    assert!(version.contains("version 2"), "{version}");
    assert!(read::head("{}").unwrap_err().contains("wasmscope_trace"));
}

#[test]
fn members_of_a_later_writer_are_passed_over() {
    let text = r#"{"end":"returned","results":[],"steps":1,"colour":"blue"}"#;
    let Ok(Line::Last(Last { steps: 1, .. })) = read::line(text) else {
        panic!("{text} is read")
    };
}
