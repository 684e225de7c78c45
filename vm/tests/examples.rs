//! Every example does what it says.
//!
//! Beside each `main.wat` lies `runs.txt`: calls, and under each what comes of it, in how
//! many steps. A line `memory 16 7` in it shows so many bytes from that address at the end.
//! `BLESS=1 cargo test -p wasmscope --test examples` writes what comes of the calls anew.

mod example;

use example::{Example, answer, examples};
use std::fmt::Write as _;
use std::fs;
use wasmscope::exec::Outcome;
use wasmscope::host::canvas::{Canvas, Size};
use wasmscope::host::console::Output;
use wasmscope::runtime::{InstanceAddr, Machine, Status};
use wasmscope::view::{failure, object};

/// Instructions that are enough for every example.
const ENOUGH: u64 = 50_000_000;

/// So many are executed one by one; the others as fast as they go.
const BY_STEPS: u64 = 200_000;

/// A call of `runs.txt`.
struct Run {
    call: String,
    /// Address and length of the bytes to be shown.
    memories: Vec<(u64, u64)>,
}

/// The calls of a text, without what is said to come of them.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if !line.starts_with(' ') {
            runs.push(Run {
                call: line.trim_end().to_owned(),
                memories: Vec::new(),
            });
        } else if let ["memory", at, length, ..] = words[..] {
            let number = |word: &str| word.parse().expect("an address or a length");
            let run = runs.last_mut().expect("a call comes first");
            run.memories.push((number(at), number(length)));
        }
    }
    runs
}

/// Executes so many instructions, or up to a call of the host, which it answers; tells what
/// that prints.
fn run(machine: &mut Machine, canvas: &mut Canvas, fuel: u64) -> Option<Output> {
    let before = machine.steps();
    let outcome = machine.run(fuel);
    if outcome != Outcome::HostCall || machine.steps() >= before + fuel {
        return None;
    }
    let call = machine.host_call().expect("a call waits");
    let (answer, output) = answer(machine, &call, canvas).expect("the page has it");
    machine.answer(&answer).expect("the answer fits");
    output
}

/// Steps to the end.
fn to_the_end(machine: &mut Machine, canvas: &mut Canvas, what: &str) -> Vec<Output> {
    let mut printed = Vec::new();
    while machine.status() == &Status::Running {
        let before = machine.steps();
        if before < BY_STEPS {
            printed.extend(run(machine, canvas, 1));
            assert_eq!(machine.steps(), before + 1, "{what}: a step is one step");
        } else {
            printed.extend(run(machine, canvas, ENOUGH));
        }
        assert!(machine.steps() < ENOUGH, "{what} comes to no end");
    }
    printed
}

/// A call, and what comes of it.
fn told(example: &Example, run: &Run) -> String {
    let what = format!("{}: {}", example.name, run.call);
    let (mut machine, instance) = example.machine(&run.call);
    let mut canvas = Canvas::new(0);
    let printed = to_the_end(&mut machine, &mut canvas, &what);
    let mut text = run.call.clone();
    for output in printed {
        match output {
            Output::Line(line) => write!(text, "\n  prints {line}"),
            Output::Text(part) => write!(text, "\n  prints {part:?}"),
            Output::Problem(problem) => panic!("{what}: {problem}"),
        }
        .expect("writing to a string");
    }
    text.push_str(&match machine.status() {
        Status::Returned(values) if values.is_empty() => "\n  returns".to_owned(),
        Status::Returned(values) => values.iter().fold("\n  returns".to_owned(), |text, value| {
            format!("{text} {}:{value}", value.ty())
        }),
        Status::Trapped(trap) => match failure(&machine) {
            Some(failure) => format!("\n  traps {trap}: {}", failure.detail),
            None => format!("\n  traps {trap}"),
        },
        Status::Thrown(exception) => {
            let exception = object(&machine, *exception).expect("an exception is an object");
            format!("\n  throws {exception}")
        }
        status => panic!("{what} ends with {status:?}"),
    });
    if let Some(picture) = canvas.at(u64::MAX) {
        let Size { width, height } = picture.size;
        write!(text, "\n  presents {} of {width} {height}", picture.number)
            .expect("writing to a string");
    }
    write!(text, "\n  steps {}", machine.steps()).expect("writing to a string");
    for (at, length) in &run.memories {
        let bytes = bytes(&machine, instance, *at, *length);
        let shown = bytes.escape_ascii();
        write!(text, "\n  memory {at} {length} = {shown}").expect("writing to a string");
    }
    text + "\n"
}

fn bytes(machine: &Machine, instance: InstanceAddr, at: u64, length: u64) -> Vec<u8> {
    let memory = machine.store().instance(instance).memories[0];
    let bytes = machine.store().memory(memory).read(at, length);
    bytes.expect("the memory is so large").to_vec()
}

#[test]
fn every_call_ends_as_expected() {
    let mut differences = String::new();
    for example in examples() {
        let expected = fs::read_to_string(&example.runs)
            .unwrap_or_else(|error| panic!("{}/runs.txt: {error}", example.name));
        let calls: Vec<String> = (runs(&expected).iter())
            .map(|run| told(&example, run))
            .collect();
        let found = calls.join("\n");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&example.runs, &found).expect("runs.txt can be written");
        } else if found != expected {
            write!(
                differences,
                "{}\n--- expected\n{expected}\n--- found\n{found}",
                example.name
            )
            .expect("writing to a string");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_export_and_every_suggested_call_is_expected() {
    for example in examples() {
        let text = fs::read_to_string(&example.runs).expect("every example has runs.txt");
        let runs = runs(&text);
        let starts = example.starts();
        for export in example.exports() {
            let is_of = |call: &str| call.split(' ').next() == Some(export);
            let called = runs.iter().any(|run| is_of(&run.call));
            assert!(called, "{}: nothing calls {export}", example.name);
            let started = starts.iter().any(|call| is_of(call));
            assert!(
                started,
                "{}: about.md does not start {export}",
                example.name
            );
        }
        for start in starts {
            let expected = runs.iter().any(|run| run.call == start);
            assert!(
                expected,
                "{}: what comes of `{start}` is not said",
                example.name
            );
        }
    }
}

#[test]
fn what_a_trap_could_have_changed_is_as_it_was() {
    for example in examples() {
        let text = fs::read_to_string(&example.runs).expect("every example has runs.txt");
        for told in text
            .split("\n\n")
            .filter(|told| told.contains("\n  traps "))
        {
            let call = told.trim().lines().next().expect("a call comes first");
            let (mut machine, _) = example.machine(call);
            let mut before = machine.clone();
            while machine.status() == &Status::Running {
                before = machine.clone();
                run(&mut machine, &mut Canvas::new(0), 1);
            }
            assert_eq!(machine.frames(), before.frames());
            assert!(machine.store() == before.store(), "{call}");
        }
    }
}
