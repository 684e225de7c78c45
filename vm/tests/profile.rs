//! Profiles: what they count is what the records of each step say.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "the profiler drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;

use fastrand::Rng;
use programs::{answer_to, generated, written};
use std::collections::BTreeMap;
use wasmscope::exec::Outcome;
use wasmscope::observe::profile::{Profiler, Report};
use wasmscope::observe::{answer_recorded, step_recorded};
use wasmscope::runtime::{Machine, Status};
use wasmscope::view::Lens;

/// Steps of a run that are looked at at most.
const STEPS: u64 = 5_000;

/// What the records of a fresh run say: instructions by name, and by function those of its
/// own and the calls.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    steps: u64,
    ops: BTreeMap<&'static str, u64>,
    functions: BTreeMap<(Option<u32>, String), (u64, u64)>,
    deepest: usize,
}

fn brute_force(machine: &Machine) -> Counted {
    let mut machine = machine.clone();
    let mut counted = Counted {
        deepest: machine.frames().len(),
        ..Counted::default()
    };
    let lens = Lens::default();
    while *machine.status() == Status::Running && counted.steps < STEPS {
        let record = match machine.host_call() {
            None => step_recorded(&mut machine, lens).1,
            Some(_) => {
                let answer = answer_to(&machine).expect("a call waits");
                answer_recorded(&mut machine, &answer, lens)
                    .expect("it fits")
                    .1
            }
        };
        let Some(record) = record else { break };
        counted.steps += 1;
        counted.deepest = counted.deepest.max(machine.frames().len());
        if record.site.is_some() {
            *counted.ops.entry(record.op).or_default() += 1;
            let own = counted.functions.entry((record.inst, record.name.clone()));
            own.or_default().0 += 1;
        }
        if let Some(call) = &record.call {
            let callee = counted.functions.entry((call.inst, call.name.clone()));
            callee.or_default().1 += 1;
        }
    }
    counted
}

/// The same from a profile, which is made in parts of random length.
fn profiled(machine: &Machine, random: &mut Rng) -> (Counted, Report) {
    let mut machine = machine.clone();
    let mut profiler = Profiler::new(&mut machine);
    while machine.steps() < STEPS {
        let fuel = random.u64(1..60).min(STEPS - machine.steps());
        match profiler.run(&mut machine, fuel) {
            Outcome::HostCall if machine.host_call().is_some() => {
                let answer = answer_to(&machine).expect("a call waits");
                profiler.answer(&mut machine, &answer).expect("it fits");
            }
            Outcome::Paused | Outcome::Yielded => {}
            _ => break,
        }
    }
    let report = profiler.report(&mut machine, Lens::default());
    let rows = report
        .functions
        .iter()
        .filter(|row| row.own > 0 || row.total > 0);
    let counted = Counted {
        steps: machine.steps(),
        ops: report
            .opcodes
            .iter()
            .map(|row| (row.op, row.count))
            .collect(),
        functions: rows
            .map(|row| ((row.inst, row.name.clone()), (row.own, row.calls)))
            .collect(),
        deepest: report.deepest,
    };
    (counted, report)
}

fn compare(name: &str, machine: &Machine, random: &mut Rng) {
    let entry = machine.frames().len();
    let mut expected = brute_force(machine);
    let (found, report) = profiled(machine, random);
    // The call from outside is no step, but a call.
    let calls: u64 = expected.functions.values().map(|(_, calls)| calls).sum();
    let counted: u64 = found.functions.values().map(|(_, calls)| calls).sum();
    assert!(
        counted >= calls && counted <= calls + 2 + entry as u64,
        "{name}: {counted} of {calls}"
    );
    for (function, (own, calls)) in &mut expected.functions {
        let row = found.functions.get(function).copied().unwrap_or_default();
        assert_eq!(row.0, *own, "{name}: {function:?}");
        assert!(row.1 >= *calls, "{name}: {function:?}");
        *calls = row.1;
    }
    expected
        .functions
        .retain(|_, (own, calls)| *own > 0 || *calls > 0);
    assert_eq!(
        (found.steps, &found.ops, found.deepest),
        (expected.steps, &expected.ops, expected.deepest),
        "{name}"
    );
    let own: u64 = report.functions.iter().map(|row| row.own).sum();
    assert_eq!(own, report.instructions, "{name}");
    let folded = report
        .folded
        .lines()
        .filter_map(|line| line.rsplit_once(' '));
    let folded: u64 = folded
        .filter_map(|(_, count)| count.parse::<u64>().ok())
        .sum();
    assert_eq!(folded, own, "{name}");
    for row in &report.functions {
        assert!(
            row.total >= row.own && row.total <= report.instructions,
            "{name}: {row:?}"
        );
    }
}

#[test]
fn counts_are_those_of_the_records() {
    let mut random = Rng::with_seed(6);
    let all = written(&mut random).collect::<Vec<_>>();
    for (index, program) in all.iter().enumerate() {
        compare(&format!("written {index}"), &program.machine, &mut random);
    }
    for round in 0..20 {
        for (index, program) in generated(&mut random).enumerate() {
            compare(
                &format!("generated {round}.{index}"),
                &program.machine,
                &mut random,
            );
        }
    }
}
