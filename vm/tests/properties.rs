//! What holds for every module: random ones, mutated ones, and a few written for it.
//!
//! Every case has a number, which seeds all that is random in it and is printed when the
//! case fails.

#[path = "properties/generate.rs"]
mod generate;
#[path = "properties/programs.rs"]
mod programs;

use fastrand::Rng;
use generate::{mutate_bytes, mutate_text};
use programs::{Program, TEXTS, answer, drive, generated, written};
use wasmscope::exec::{Outcome, transition};
use wasmscope::load::{features, load};
use wasmscope::runtime::Machine;
use wasmscope::script::run_script;

/// Instructions that a case executes at most.
const STEPS: u64 = 4_000;
/// Instructions that are compared one by one with the literal transition, which copies
/// the machine each time.
const TRANSITIONS: u64 = 40;

/// Runs a number of cases.
fn cases(count: u64, case: impl Fn(&mut Rng)) {
    for number in 0..count {
        let _named = Named(number);
        case(&mut Rng::with_seed(number));
    }
}

/// Says which case it was when it fails.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("case {} failed", self.0);
        }
    }
}

/// Machines that are equal by every way of comparing them.
#[track_caller]
fn assert_same(one: &Machine, other: &Machine, what: &str) {
    assert_eq!(one.steps(), other.steps(), "{what}: steps");
    assert_eq!(one.status(), other.status(), "{what}: status");
    assert_eq!(one.frames(), other.frames(), "{what}: frames");
    assert!(one == other, "{what}: at step {}", one.steps());
    assert_eq!(one.digest(), other.digest(), "{what}: digest");
}

/// Executes one instruction, of which an answered host call is one.
fn step(machine: &mut Machine) {
    if machine.step() == Outcome::HostCall {
        answer(machine);
    }
}

/// Runs in slices, in single steps and by the transition function reach the same states.
fn slices_agree(program: &Program, rng: &mut Rng) {
    let mut sliced = program.machine.clone();
    let mut stepped = program.machine.clone();
    let mut stated = program.machine.clone();
    let whole = {
        let mut machine = program.machine.clone();
        drive(&mut machine, STEPS);
        machine
    };
    while sliced.steps() < whole.steps() {
        let most = if rng.bool() { 9 } else { 900 };
        let slice = rng.u64(1..=most).min(whole.steps() - sliced.steps());
        let until = sliced.steps() + slice;
        drive(&mut sliced, slice);
        assert_eq!(sliced.steps(), until, "a slice is executed whole");
        while stepped.steps() < until {
            let before = stepped.steps();
            step(&mut stepped);
            assert_eq!(stepped.steps(), before + 1, "a step is one step");
            if stepped.steps() <= TRANSITIONS {
                stated = next(&stated);
                assert_same(&stepped, &stated, "transition");
            }
        }
        assert_same(&sliced, &stepped, "steps and slices");
    }
    assert_same(&sliced, &whole, "slices and one run");
}

/// The state after this one, which is left as it was.
fn next(machine: &Machine) -> Machine {
    let before = machine.clone();
    let mut next = transition(machine);
    assert_same(machine, &before, "a transition leaves its state alone");
    if next.steps() == machine.steps() {
        answer(&mut next);
    }
    next
}

/// Restoring gives back exactly what was saved, in any order and any number of times.
fn snapshots_agree(program: &Program, rng: &mut Rng) {
    let mut machine = program.machine.clone();
    let mut saved = Vec::new();
    for _ in 0..rng.usize(2..12) {
        if saved.is_empty() || rng.u8(..) < 160 {
            saved.push((machine.snapshot(), machine.clone()));
            drive(&mut machine, rng.u64(..STEPS / 8));
        } else {
            let (snapshot, copy) = &saved[rng.usize(..saved.len())];
            machine.restore(snapshot);
            assert_same(&machine, copy, "a restored state");
            assert_eq!(snapshot.steps(), machine.steps());
            let fuel = rng.u64(..STEPS / 8);
            let mut copy = copy.clone();
            drive(&mut machine, fuel);
            drive(&mut copy, fuel);
            assert_same(&machine, &copy, "what comes after a restored state");
        }
    }
    // Into another machine of the same modules, too.
    let (snapshot, copy) = &saved[rng.usize(..saved.len())];
    let mut other = program.machine.clone();
    other.restore(snapshot);
    assert_same(&other, copy, "a state restored into a clone");
}

#[test]
fn slices_steps_and_transitions_agree_on_written_modules() {
    cases(20, |rng| {
        written(rng).for_each(|program| slices_agree(&program, &mut rng.clone()));
    });
}

#[test]
fn slices_steps_and_transitions_agree_on_generated_modules() {
    cases(600, |rng| {
        let programs: Vec<Program> = generated(rng).collect();
        for program in &programs {
            slices_agree(program, rng);
        }
    });
}

#[test]
fn snapshots_agree_on_written_modules() {
    cases(20, |rng| {
        written(rng).for_each(|program| snapshots_agree(&program, &mut rng.clone()));
    });
}

#[test]
fn snapshots_agree_on_generated_modules() {
    cases(600, |rng| {
        let programs: Vec<Program> = generated(rng).collect();
        for program in &programs {
            snapshots_agree(program, rng);
        }
    });
}

/// Loads something and, if it can be, runs all that it exports.
fn load_and_run(source: &[u8], rng: &mut Rng) -> usize {
    match load(source) {
        Ok(program) => {
            let programs: Vec<Program> = Program::all(&program.module, rng).collect();
            for program in &programs {
                let mut machine = program.machine.clone();
                drive(&mut machine, STEPS);
            }
            1
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "a refusal has a reason");
            for problem in &problems {
                assert!(
                    !problem
                        .render("file", &String::from_utf8_lossy(source))
                        .is_empty()
                );
            }
            0
        }
    }
}

#[test]
fn mutated_modules_never_panic() {
    let seeds: Vec<Vec<u8>> = (TEXTS.iter())
        .map(|text| wat::parse_str(text).expect("a written module is valid"))
        .collect();
    let valid = std::cell::Cell::new(0);
    cases(5_000, |rng| {
        let mut bytes = match rng.u8(..4) {
            0 => generate::module(rng),
            _ => seeds[rng.usize(..seeds.len())].clone(),
        };
        mutate_bytes(&mut bytes, rng);
        valid.set(valid.get() + load_and_run(&bytes, rng));
    });
    assert!(
        valid.get() > 100,
        "too few are valid to say anything about the machine"
    );
}

#[test]
fn mutated_texts_never_panic() {
    let valid = std::cell::Cell::new(0);
    cases(3_000, |rng| {
        let text = mutate_text(TEXTS[rng.usize(..TEXTS.len())], rng);
        valid.set(valid.get() + load_and_run(text.as_bytes(), rng));
    });
    assert!(
        valid.get() > 100,
        "too few are valid to say anything about the machine"
    );
}

#[test]
fn mutated_scripts_never_panic() {
    cases(800, |rng| {
        let script = mutate_text(include_str!("command/passes.wast"), rng);
        let report = run_script(&script, features());
        let sum = report.passed() + report.failed() + report.skipped();
        assert_eq!(sum, report.outcomes.len());
    });
}
