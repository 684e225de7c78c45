//! A run that is to stop before given instructions stops before each of them and nowhere
//! else, and what it executes is what a run executes.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "not every program is used")]
#[path = "properties/programs.rs"]
mod programs;
mod watching;

use fastrand::Rng;
use programs::{answer, generated, written};
use std::collections::BTreeSet;
use wasmscope::exec::{Outcome, Sites};
use wasmscope::runtime::{FuncAddr, Machine, Status};
use wasmscope::syntax::Instr;
use wasmscope::view::Place;

/// Instructions that a case executes at most.
const STEPS: u64 = 2_000;

type Places = BTreeSet<(FuncAddr, u32)>;

/// Where a machine stands.
fn place(machine: &Machine) -> Option<(FuncAddr, u32)> {
    let frame = machine.frames().last()?;
    (*machine.status() == Status::Running).then_some((frame.func, frame.pc))
}

/// Instructions at random, `loop`s more often than others.
fn places(machine: &Machine, rng: &mut Rng) -> Places {
    let mut found = Places::new();
    let rare = rng.u8(1..60);
    for addr in (0..).map(FuncAddr).take(machine.store().func_count()) {
        let Some(code) = machine.store().code(addr) else {
            continue;
        };
        for (pc, instr) in (0..).zip(&code.instrs) {
            let often = matches!(instr, Instr::Loop(_)) && rng.bool();
            if often || rng.u8(..rare) == 0 {
                found.insert((addr, pc));
            }
        }
    }
    found
}

fn step(machine: &mut Machine) {
    if machine.step() == Outcome::HostCall {
        answer(machine);
    }
}

/// Runs from stop to stop beside a machine that is stepped.
fn stops_agree(first: &Machine, rng: &mut Rng) {
    let places = places(first, rng);
    let sites = Sites::new(first.store(), places.iter().copied());
    let (mut run, mut stepped) = (first.clone(), first.clone());
    while run.steps() < STEPS {
        let before = run.steps();
        let fuel = rng.u64(1..200);
        let outcome = run.run_to(&sites, fuel, u64::MAX);
        if outcome == Outcome::HostCall && run.steps() - before < fuel {
            answer(&mut run);
        }
        while stepped.steps() < run.steps() {
            step(&mut stepped);
            let inside = stepped.steps() < run.steps();
            let stops = place(&stepped).is_some_and(|place| places.contains(&place));
            assert!(!(inside && stops), "it went past step {}", stepped.steps());
        }
        assert!(run == stepped, "state {} differs", run.steps());
        assert_eq!(run.digest(), stepped.digest());
        let here = place(&run).is_some_and(|place| places.contains(&place));
        match outcome {
            Outcome::Stopped => assert!(here && run.steps() > before),
            Outcome::Paused => assert_eq!(run.steps(), before + fuel),
            Outcome::Ended => {
                assert_ne!(run.status(), &Status::Running);
                break;
            }
            Outcome::Exhausted(_) => break,
            _ => {}
        }
    }
    // Nothing of it stays behind.
    assert_eq!(run.run(10), stepped.run(10));
    assert!(run == stepped);
}

#[test]
fn a_run_stops_before_each_site_of_written_modules() {
    for number in 0..30 {
        let mut rng = Rng::with_seed(number);
        for program in written(&mut rng) {
            stops_agree(&program.machine, &mut rng);
        }
    }
}

#[test]
fn a_run_stops_before_each_site_of_generated_modules() {
    for number in 0..300 {
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = generated(&mut rng).collect();
        for program in programs {
            stops_agree(&program.machine, &mut rng);
        }
    }
}

#[test]
fn the_loop_that_a_branch_leads_back_to_is_a_site_like_any_other() {
    let text = r#"(module (func (export "main") (local $i i32)
      (loop $l
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 5))))))"#;
    let (mut machine, _) = watching::entered(text, &[]);
    let place = Place::innermost(&machine).expect("a frame");
    assert!(matches!(place.instr, Instr::Loop(_)));
    let sites = Sites::new(machine.store(), [(place.frame.func, 0)]);
    let mut stops = 0;
    while machine.run_to(&sites, u64::MAX, u64::MAX) == Outcome::Stopped {
        stops += 1;
        assert_eq!(machine.frames()[0].pc, 0);
    }
    assert_eq!(stops, 4, "the one that it begins at is none");
    assert_eq!(machine.status(), &Status::Returned(Vec::new()));
}

#[test]
fn a_place_that_does_not_exist_is_no_site() {
    let (mut machine, _) = watching::entered(r#"(module (func (export "main") nop))"#, &[]);
    let func = machine.frames()[0].func;
    let sites = Sites::new(machine.store(), [(func, 2), (FuncAddr(77), 0)]);
    assert_eq!(machine.run_to(&sites, 100, u64::MAX), Outcome::Ended);
}
