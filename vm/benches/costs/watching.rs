//! What it costs to record a run and to watch it.

use super::{entered, in_turns, ms, timed};
use std::ops::ControlFlow;
use std::ops::Range;
use std::time::Duration;
use wasmscope::exec::{Follower, Observer, Outcome, Sites};
use wasmscope::observe::profile::Profiler;
use wasmscope::runtime::{FuncAddr, Machine};
use wasmscope::time::{History, Timeline};

const PROGRAMS: [(&str, &[u8], i32); 4] = [
    ("fib", include_bytes!("../kernels/fib.wat"), 24),
    ("sieve", include_bytes!("../kernels/sieve.wat"), 1_000_000),
    ("sort", include_bytes!("../kernels/sort.wasm"), 40_000),
    ("machine", include_bytes!("../kernels/machine.wasm"), 30_000),
];

/// Counts the steps shown to it.
struct Count(u64);

impl Observer for Count {
    fn after(&mut self, machine: &Machine) -> ControlFlow<()> {
        self.0 += u64::from(machine.steps() > 0);
        ControlFlow::Continue(())
    }
}

/// Counts how often each instruction of each function is executed.
struct Heat(Vec<Vec<u64>>);

impl Follower for Heat {
    fn executed(&mut self, func: FuncAddr, pcs: Range<u32>) {
        let counts = &mut self.0[func.0 as usize];
        let counts = &mut counts[pcs.start as usize..pcs.end as usize];
        counts.iter_mut().for_each(|count| *count += 1);
    }
}

pub(crate) fn print() {
    println!("watching, as a multiple of the plain run");
    println!("                  recorded  breakpoint  stop at  profiled  each step  each state");
    println!("                  history   not met     calls              followed   observed");
    for (name, bytes, argument) in PROGRAMS {
        let begin = entered(bytes, argument);
        let funcs = || (0..begin.store().func_count() as u32).map(FuncAddr);
        let entries = Sites::new(begin.store(), funcs().map(|func| (func, 0)));
        let never = Sites::new(begin.store(), never_reached(&begin));
        let mut plain = || of(&begin, |machine| ended(machine.run(1 << 40)));
        let mut recorded = || {
            let mut timeline = Timeline::new(begin.clone(), History::default());
            timed(|| ended(timeline.run(1 << 40)))
        };
        let mut breakpoint = || of(&begin, |machine| to_end(machine, &never));
        let mut stops = || of(&begin, |machine| to_end(machine, &entries));
        let mut profiled = || {
            of(&begin, |machine| {
                let mut profiler = Profiler::new(machine);
                ended(profiler.run(machine, 1 << 40));
            })
        };
        let mut observed = || {
            of(&begin, |machine| {
                let mut count = Count(0);
                ended(machine.run_observed(1 << 40, &mut count));
                assert_eq!(count.0, machine.steps());
            })
        };
        let mut followed = || {
            let lens =
                funcs().map(|func| begin.store().code(func).map_or(0, |code| code.instrs.len()));
            let mut heat = Heat(lens.map(|len| vec![0; len]).collect());
            of(&begin, |machine| {
                ended(machine.run_followed(1 << 40, &mut heat));
                let steps: u64 = heat.0.iter().flatten().sum();
                assert_eq!(steps, machine.steps());
            })
        };
        let times = in_turns([
            &mut plain,
            &mut recorded,
            &mut breakpoint,
            &mut stops,
            &mut profiled,
            &mut followed,
            &mut observed,
        ]);
        let times = times.map(ms);
        print!("{name:8} {:>5.1} ms ", times[0]);
        let widths = [9, 11, 8, 9, 10, 1];
        for (time, width) in times[1..].iter().zip(widths) {
            print!(" {:<width$.2}", time / times[0]);
        }
        println!();
    }
}

/// An instruction of the function that runs which is never reached, the last one if there are
/// several.
fn never_reached(begin: &Machine) -> Option<(FuncAddr, u32)> {
    let func = begin.frames().last()?.func;
    let code = begin.store().code(func)?;
    let places = (0..code.instrs.len() as u32).rev().map(|pc| (func, pc));
    places.into_iter().find(|place| {
        let sites = Sites::new(begin.store(), [*place]);
        begin.clone().run_to(&sites, 1 << 40, u64::MAX) == Outcome::Ended
    })
}

fn of(begin: &Machine, work: impl FnOnce(&mut Machine)) -> Duration {
    let mut machine = begin.clone();
    timed(|| work(&mut machine))
}

fn ended(outcome: Outcome) {
    assert_eq!(outcome, Outcome::Ended);
}

fn to_end(machine: &mut Machine, sites: &Sites) {
    while machine.run_to(sites, 1 << 40, u64::MAX) == Outcome::Stopped {}
    assert!(machine.frames().is_empty());
}
