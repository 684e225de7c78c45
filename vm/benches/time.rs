//! What keeping the past costs, and how quick it is to go there.
//!
//! Prints, for each program: how much longer a run takes that is recorded, at its beginning, over
//! the first thousand million steps and over the third; how long seeks to steps at random take in
//! a run of a thousand million, and single steps back from there.
//! Run with `cargo bench -p wasmscope --bench time`; after `--` may follow how many MiB the
//! snapshots may take, and names of programs, of which the others are left out then.
//! `docs/time.md` has figures.

use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmscope::exec::Outcome;
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits};
use wasmscope::time::{Arrival, History, Timeline};

/// Steps of a long run.
const LONG: u64 = 1_000_000_000;
/// Steps of the runs that are compared, recorded and not.
const SHORT: u64 = 200_000_000;
/// How often they take turns.
const ROUNDS: usize = 5;
/// Seeks to steps at random.
const SEEKS: usize = 60;
/// Single steps back from each.
const BACK: usize = 20;

const PROGRAMS: [(&str, &str); 5] = [
    (
        "loop",
        r#"(module (func (export "run") (local $i i64)
            (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1))) (br $l))))"#,
    ),
    // Every block is dirty again after 4,000 steps.
    (
        "4 MiB",
        r#"(module (memory 64) (func (export "run") (local $i i32)
            (loop $l
              (i32.store (i32.and (local.get $i) (i32.const 0x3ffffc)) (local.get $i))
              (local.set $i (i32.add (local.get $i) (i32.const 4100)))
              (br $l))))"#,
    ),
    (
        "64 MiB",
        r#"(module (memory 1024) (func (export "run") (local $i i32)
            (loop $l
              (i32.store (i32.and (local.get $i) (i32.const 0x3fffffc)) (local.get $i))
              (local.set $i (i32.add (local.get $i) (i32.const 4100)))
              (br $l))))"#,
    ),
    // Down 50,000 frames and up again, for ever.
    (
        "recursion",
        r#"(module (func $down (param $n i32) (result i32)
              (if (result i32) (local.get $n)
                (then (i32.add (i32.const 1) (call $down (i32.sub (local.get $n) (i32.const 1)))))
                (else (i32.const 0))))
            (func (export "run") (loop $l (drop (call $down (i32.const 50000))) (br $l))))"#,
    ),
    // A list of 1,000 objects, made anew all the time.
    (
        "objects",
        r#"(module (type $node (struct (field i32) (field (ref null $node))))
            (func (export "run") (local $i i32) (local $list (ref null $node))
              (loop $l
                (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 1000)))
                  (then (local.set $list (ref.null $node))))
                (local.set $list (struct.new $node (local.get $i) (local.get $list)))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $l))))"#,
    ),
];

fn main() {
    let words = || {
        std::env::args()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
    };
    let mut history = History::default();
    if let Some(mib) = words().find_map(|word| word.parse::<usize>().ok()) {
        history.bytes = mib << 20;
    }
    let is_chosen = |name: &str| {
        let mut names = words()
            .filter(|word| word.parse::<usize>().is_err())
            .peekable();
        names.peek().is_none() || names.any(|word| word == name)
    };
    println!(
        "program    plain      recorded   cost    of 10⁹    third   saved          longest jump  seek ms: median worst   back ms: first median worst"
    );
    for (name, text) in PROGRAMS.into_iter().filter(|(name, _)| is_chosen(name)) {
        let (plain, recorded) = in_turns(text, history, SHORT);
        let (long_plain, long) = in_turns(text, history, LONG);
        let (mut alone, mut timeline) = (machine(text), Timeline::new(machine(text), history));
        assert_eq!(alone.run(LONG), Outcome::Paused);
        assert_eq!(timeline.run(LONG), Outcome::Paused);
        let (count, bytes) = timeline.saved();
        let (mut seeks, mut first, mut back) = (Vec::new(), Vec::new(), Vec::new());
        let longest = (0..LONG)
            .step_by(1_000_000)
            .map(|step| timeline.estimate(step));
        let longest = longest.max().unwrap_or(0) / 1_000_000;
        let mut random = 1_u64;
        for _ in 0..SEEKS {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let target = (random >> 20) % LONG;
            seeks.push(timed(|| seek(&mut timeline, target)));
            for number in 1..=BACK as u64 {
                let took = timed(|| seek(&mut timeline, target.saturating_sub(number)));
                match number {
                    1 => first.push(took),
                    _ => back.push(took),
                }
            }
        }
        // What was not there to be written to before is there by then.
        seek(&mut timeline, LONG);
        let (mut later_plain, mut later) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..2 {
            later_plain = timed(|| assert_eq!(alone.run(LONG), Outcome::Paused));
            later = timed(|| assert_eq!(timeline.run(LONG), Outcome::Paused));
        }
        println!(
            "{name:10} {:<10} {:<10} {:<7} {:<9} {:<7} {:<14} {:>7} Mio {:>17} {:>6} {:>16} {:>6} {:>5}",
            format!("{:.0} ms", ms(plain)),
            format!("{:.0} ms", ms(recorded)),
            cost(recorded, plain),
            cost(long, long_plain),
            cost(later, later_plain),
            format!("{count}, {} MiB", bytes >> 20),
            longest,
            tenths(median(&mut seeks)),
            tenths(worst(&seeks)),
            tenths(worst(&first)),
            tenths(median(&mut back)),
            tenths(worst(&back)),
        );
    }
}

/// How long so many steps take, not recorded and recorded.
fn in_turns(text: &str, history: History, steps: u64) -> (Duration, Duration) {
    let (mut plain, mut recorded) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut alone = machine(text);
        plain.push(timed(|| assert_eq!(alone.run(steps), Outcome::Paused)));
        let mut timeline = Timeline::new(machine(text), history);
        recorded.push(timed(|| assert_eq!(timeline.run(steps), Outcome::Paused)));
    }
    (median(&mut plain), median(&mut recorded))
}

/// How much longer.
fn cost(recorded: Duration, plain: Duration) -> String {
    let times = recorded.as_secs_f64() / plain.as_secs_f64();
    format!("{:+.1} %", (times - 1.0) * 100.0)
}

fn seek(timeline: &mut Timeline, step: u64) {
    assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn tenths(time: Duration) -> String {
    format!("{:.1}", ms(time))
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn worst(times: &[Duration]) -> Duration {
    times.iter().copied().max().unwrap_or_default()
}

/// A machine before the first instruction of the export `run`.
fn machine(text: &str) -> Machine {
    let program = load(text.as_bytes()).expect("the program is valid");
    let module = Arc::clone(&program.module);
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&module, &[])
        .expect("it imports nothing");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("it exports `run`");
    };
    machine.enter_call(run, &[]).expect("`run` takes nothing");
    machine
}
