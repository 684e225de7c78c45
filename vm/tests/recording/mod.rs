//! The records of programs, checked against the machine, and as JSON.

#![allow(dead_code, reason = "not every test uses all of it")]

use super::watching::entered;
use serde_json::Value as Json;
use wasmscope::exec::Answer;
use wasmscope::observe::{StepRecord, answer_recorded, step_recorded, takes};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::view::{Lens, Place};

/// The records of a program from its first to its last instruction, checked against what
/// the machine's stack did; hosts answer 7.
pub(crate) fn records(text: &str, args: &[Value]) -> (Machine, Vec<StepRecord>) {
    let (mut machine, _) = entered(text, args);
    let mut records = Vec::new();
    while *machine.status() == Status::Running && records.len() < 10_000 {
        let before = operands(&machine);
        let taken = takes(&machine);
        let record = match machine.host_call() {
            None => step_recorded(&mut machine, Lens::default()).1,
            Some(call) => {
                let results = call.ty.results.iter().map(|_| Value::I32(7)).collect();
                let answer = Answer::results(results);
                let answer = answer_recorded(&mut machine, &answer, Lens::default());
                answer.expect("the answer fits").1
            }
        };
        let record = record.expect("an instruction was executed");
        let depth = machine.frames().len();
        check(&record, before, taken, &operands(&machine), depth);
        records.push(record);
    }
    (machine, records)
}

fn operands(machine: &Machine) -> Vec<Value> {
    Place::innermost(machine).map_or_else(Vec::new, |place| place.operands())
}

fn check(
    record: &StepRecord,
    mut before: Vec<Value>,
    taken: usize,
    after: &[Value],
    frames: usize,
) {
    let what = format!("{record:?}");
    let below = before.len() - record.pop.len();
    assert_eq!(record.pop.len(), taken, "{what}");
    assert_eq!(before[below..], *record.pop, "{what}");
    before.truncate(below);
    if record.trap.is_some() {
        assert!(record.push.is_empty(), "{what}");
    } else if let Some(throw) = &record.throw {
        let caught = throw
            .caught
            .as_ref()
            .map_or(record.depth, |caught| caught.depth);
        let returns = throw.found.is_some_and(|found| found.catch.jump.returns());
        assert_eq!(frames + usize::from(returns), caught + 1, "{what}");
        assert!(record.push.is_empty(), "{what}");
    } else if let Some(call) = &record.call
        && call.tail
    {
        assert_eq!(frames, record.depth + 1, "{what}");
        assert!(after.is_empty() && record.push.is_empty(), "{what}");
    } else if record.call.is_some() {
        assert_eq!(frames, record.depth + 2, "{what}");
        assert!(after.is_empty() && record.push.is_empty(), "{what}");
    } else if record.returned.is_some() {
        assert_eq!(frames, record.depth, "{what}");
        assert!(after.is_empty() || after.ends_with(&record.push), "{what}");
    } else {
        assert_eq!(frames, record.depth + 1, "{what}");
        before.extend(record.push.iter());
        // The end of a block makes more general types of references.
        let slots = |values: &[Value]| {
            values
                .iter()
                .map(|value| value.to_slots())
                .collect::<Vec<_>>()
        };
        assert_eq!(slots(&before), slots(after), "{what}");
    }
}

pub(crate) fn json(record: &StepRecord) -> Json {
    serde_json::to_value(record).expect("a record is JSON")
}

/// The members of a record that say more than which instruction it was.
pub(crate) fn told(record: &StepRecord) -> Json {
    let mut json = json(record);
    let members = json.as_object_mut().expect("an object");
    for common in ["n", "func", "name", "depth", "pc", "offset", "imm"] {
        members.remove(common);
    }
    json
}
