//! Pictures of runs: what their columns say is what the records of each step say, whatever
//! is asked for first and in whatever parts.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "the timeline drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;

use fastrand::Rng;
use programs::{answer_to, generated, written};
use std::ops::Range;
use wasmscope::observe::{MemEffect, StepRecord, answer_recorded, step_recorded};
use wasmscope::runtime::{Machine, Status};
use wasmscope::time::{Arrival, Column, Ending, History, Overview, Picture, Timeline};
use wasmscope::view::Lens;

/// Steps of a run that are looked at at most.
const STEPS: usize = 3_000;

/// Each step of a fresh run as a column of its own, and the machine at its end.
fn brute_force(machine: &Machine) -> (Vec<Column>, Machine) {
    let mut machine = machine.clone();
    let mut columns = Vec::new();
    while *machine.status() == Status::Running && columns.len() < STEPS {
        let frames = machine.frames().len();
        let slots: usize = (0..frames)
            .map(|depth| machine.frame_slots(depth).len())
            .sum();
        let record = match machine.host_call() {
            None => step_recorded(&mut machine, Lens::default()).1,
            Some(_) => {
                let answer = answer_to(&machine).expect("a call waits");
                let answered = answer_recorded(&mut machine, &answer, Lens::default());
                answered.expect("the answer fits").1
            }
        };
        let Some(record) = record else { break };
        let written = written_by(&record);
        columns.push(Column {
            exact: true,
            depth: Some((frames as u32, frames as u32)),
            height: slots as u32,
            wrote: written > 0,
            writes: u64::from(written > 0),
            written,
            hosts: u64::from(record.host.is_some()),
        });
    }
    (columns, machine)
}

fn written_by(record: &StepRecord) -> u64 {
    let effects = record.mem.iter().map(|effect| match effect {
        MemEffect::Write { new, len, .. } => len.unwrap_or(new.0.len() as u64),
        _ => 0,
    });
    effects.sum()
}

/// Columns of single steps put together.
fn joined(steps: &[Column], width: u64) -> Vec<Column> {
    let join = |part: &[Column]| {
        let mut all = part[0];
        for one in &part[1..] {
            let (least, most) = all.depth.expect("each step has a state");
            let depth = one.depth.expect("each step has a state").0;
            all.depth = Some((least.min(depth), most.max(depth)));
            all.height = all.height.max(one.height);
            all.wrote |= one.wrote;
            all.writes += one.writes;
            all.written += one.written;
            all.hosts += one.hosts;
        }
        all
    };
    steps.chunks(width as usize).map(join).collect()
}

/// Runs a timeline to a step, answering the host.
fn run_to(timeline: &mut Timeline, step: u64) {
    while timeline.seek(step, u64::MAX) == Arrival::Waiting {
        let answer = answer_to(timeline.machine()).expect("a call waits");
        timeline.answer(answer).expect("the answer fits");
    }
}

/// Everything there is to find out about a range, in parts of any size.
fn find_out(
    overview: &mut Overview,
    timeline: &Timeline,
    steps: &Range<u64>,
    most: usize,
    rng: &mut Rng,
) -> Picture {
    let fuel = rng.u64(1..400);
    while !overview.advance(timeline, steps.clone(), most, fuel) {}
    overview.picture(timeline, steps.clone(), most)
}

fn check(machine: &Machine, rng: &mut Rng) {
    let (steps, end) = brute_force(machine);
    let last = steps.len() as u64;
    let history = History {
        bytes: 1 << 24,
        gap: rng.u64(1..200),
    };
    let mut timeline = Timeline::new(machine.clone(), history);
    let mut overview = Overview::default();
    let mut known = 0;
    while known < last {
        known = (known + rng.u64(1..last.max(2))).min(last);
        run_to(&mut timeline, known);
        run_to(&mut timeline, rng.u64(..=known));
        let here = timeline.machine().clone();
        for _ in 0..4 {
            let from = if rng.bool() { 0 } else { rng.u64(..known) };
            let range = from..rng.u64(from..=known + 3);
            let most = rng.usize(1..40);
            let first = overview.picture(&timeline, range.clone(), most);
            let end = range.end.min(known);
            let truth = joined(&steps[from as usize..end as usize], first.width);
            coarse(&first, &truth);
            let picture = find_out(&mut overview, &timeline, &range, most, rng);
            assert_eq!((picture.from, picture.to), (from, end));
            assert!(
                picture.columns.len() <= most,
                "{} of {most}",
                picture.columns.len()
            );
            assert_eq!(
                picture.columns,
                joined(&steps[from as usize..end as usize], picture.width)
            );
        }
        assert!(*timeline.machine() == here, "the present stays");
    }
    let picture = find_out(&mut overview, &timeline, &(0..last), 50, rng);
    assert_eq!(picture.ending, Ending::of(end.status()));
}

/// What is not exact is true all the same.
fn coarse(picture: &Picture, truth: &[Column]) {
    assert_eq!(picture.columns.len(), truth.len());
    for (column, truth) in picture.columns.iter().zip(truth) {
        assert_eq!(column.hosts, truth.hosts);
        if column.exact {
            assert_eq!(column, truth);
        }
        if let Some((least, most)) = column.depth {
            let (true_least, true_most) = truth.depth.expect("each step has a state");
            assert!(
                true_least <= least && most <= true_most,
                "{column:?} {truth:?}"
            );
        }
        assert!(column.height <= truth.height && column.writes <= truth.writes);
    }
}

#[test]
fn columns_are_those_of_the_records() {
    for number in 0..12 {
        let mut rng = Rng::with_seed(number);
        for program in written(&mut rng) {
            check(&program.machine, &mut rng);
        }
    }
}

#[test]
fn columns_of_generated_modules_are_those_of_the_records() {
    for number in 0..60 {
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = generated(&mut rng).collect();
        for program in programs {
            check(&program.machine, &mut rng);
        }
    }
}

/// A machine at the first instruction of a module's only export.
fn entered(text: &str) -> Machine {
    let program = wasmscope::load::load(text.as_bytes()).expect("it is valid");
    let mut rng = Rng::with_seed(0);
    let program = programs::Program::all(&program.module, &mut rng).next();
    program.expect("it exports a function").machine
}

const WRITES: &str = r#"(module (memory 1)
  (func (export "run") (local $i i32)
    (loop $more
      (call $deep (i32.const 3))
      (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 500))))
    (i32.store (i32.const 65536) (i32.const 1)))
  (func $deep (param i32)
    (i32.store (i32.mul (local.get 0) (i32.const 4096)) (local.get 0))
    (if (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))))))"#;

#[test]
fn before_anything_is_looked_at_there_is_what_is_saved() {
    let history = History {
        bytes: usize::MAX,
        gap: 100,
    };
    let mut timeline = Timeline::new(entered(WRITES), history);
    timeline.run(u64::MAX);
    let all = 0..timeline.known();
    let mut overview = Overview::default();
    let picture = overview.picture(&timeline, all.clone(), 40);
    assert!(!picture.is_exact());
    assert!(
        picture
            .columns
            .iter()
            .all(|column| column.wrote && column.depth.is_some())
    );
    assert_eq!(picture.ending, Some(Ending::Trapped));
    let most = picture.columns.iter().filter_map(|column| column.depth);
    assert!(most.max() <= Some((5, 5)));
    // A part is looked at: what it says is exact, the rest is as it was.
    assert!(!overview.advance(&timeline, all.clone(), 40, 2_000));
    let part = overview.picture(&timeline, all, 40);
    let exact = part
        .columns
        .iter()
        .take_while(|column| column.exact)
        .count();
    assert!(exact > 0 && exact < part.columns.len());
    assert_eq!(part.columns[exact + 1..], picture.columns[exact + 1..]);
}

#[test]
fn no_more_steps_are_looked_at_than_was_said() {
    let mut timeline = Timeline::new(entered(WRITES), History::default());
    timeline.run(u64::MAX);
    let all = 0..timeline.known();
    let mut overview = Overview::new(1_000, usize::MAX);
    while !overview.advance(&timeline, all.clone(), 100, 100) {}
    let picture = overview.picture(&timeline, all.clone(), 100);
    let exact = picture.columns.iter().filter(|column| column.exact).count() as u64;
    assert_eq!(exact, 1_000 / picture.width);
    // Where there is no room for a second memory, only what is saved is known.
    let mut overview = Overview::new(u64::MAX, 0);
    assert!(overview.advance(&timeline, all.clone(), 100, 100));
    assert!(overview.scout(&timeline).is_none());
    let picture = overview.picture(&timeline, all, 100);
    assert!(picture.columns.iter().all(|column| !column.exact));
}

#[test]
fn another_past_has_another_picture() {
    let text = r#"(module (import "env" "ask" (func $ask (result i32))) (memory 1)
      (func (export "run")
        (if (call $ask) (then (i32.store (i32.const 0) (i32.const 1))) (else (nop) (nop) (nop)))))"#;
    let mut timeline = Timeline::new(entered(text), History::default());
    let mut overview = Overview::default();
    let mut pictures = Vec::new();
    for told in [1, 0] {
        timeline.seek(0, 0);
        timeline.run(0);
        let answer = wasmscope::exec::Answer::results(vec![wasmscope::runtime::Value::I32(told)]);
        timeline.answer(answer).expect("it asks at once");
        timeline.run(u64::MAX);
        let all = 0..timeline.known();
        while !overview.advance(&timeline, all.clone(), 100, 3) {}
        pictures.push(overview.picture(&timeline, all, 100).total());
    }
    assert_eq!(
        pictures.iter().map(|all| all.writes).collect::<Vec<_>>(),
        [1, 0]
    );
}
