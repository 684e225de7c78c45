//! Changing the past: branches, and hosts that answer otherwise.

mod watching;

use wasmscope::exec::{Answer, Edit, EditError, Outcome};
use wasmscope::runtime::{GlobalAddr, MemAddr, Ref, Status, TableAddr, Trap, Value};
use wasmscope::time::{Arrival, BranchId, History, RemoveError, Timeline};
use watching::{entered, results};

/// Adds up what lies in memory, a global and a parameter.
const SUM: &str = r#"(module
  (memory (export "m") 1) (table $t 2 funcref) (elem declare func $nine)
  (global $g (mut i32) (i32.const 10)) (global $c i32 (i32.const 1))
  (data (i32.const 8) "\05")
  (func $nine (result i32) (i32.const 9))
  (func $main (export "main") (param $n i32) (result i32)
    (i32.add (i32.add (local.get $n) (global.get $g)) (i32.load8_u (i32.const 8)))))"#;

const MAIN: BranchId = BranchId(0);

fn timeline(text: &str, args: &[Value]) -> Timeline {
    Timeline::new(entered(text, args).0, History::default())
}

fn local(value: i32) -> Edit {
    Edit::Local {
        depth: 0,
        index: 0,
        value: Value::I32(value),
    }
}

fn bytes(addr: u64, bytes: &[u8]) -> Edit {
    Edit::Memory {
        memory: MemAddr(0),
        addr,
        bytes: bytes.into(),
    }
}

fn at(timeline: &mut Timeline, step: u64) {
    assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
}

fn end(timeline: &mut Timeline) -> Vec<Value> {
    assert_eq!(timeline.run(u64::MAX), Outcome::Ended);
    results(timeline.machine())
}

#[test]
fn each_kind_of_place_can_be_changed_in_the_past() {
    let global = GlobalAddr(0);
    let edits = [
        (0, local(100), 115, "$n of main: 2 → 100"),
        (0, Edit::Arguments(vec![Value::I32(7)]), 22, "arguments 7"),
        (
            1,
            Edit::Operand {
                depth: 0,
                index: 0,
                value: Value::I32(1),
            },
            16,
            "operand 0 of main: 2 → 1",
        ),
        (
            1,
            Edit::Global {
                global,
                value: Value::I32(-1),
            },
            6,
            "$g: 10 → -1",
        ),
        (4, bytes(8, &[255]), 267, "memory at 8: ff"),
    ];
    let mut timeline = timeline(SUM, &[Value::I32(2)]);
    assert_eq!(end(&mut timeline), [Value::I32(17)]);
    for (number, (step, edit, result, why)) in (1..).zip(edits) {
        assert!(timeline.switch(MAIN).is_some());
        at(&mut timeline, step);
        assert_eq!(timeline.edit(edit), Ok(true), "{why}");
        assert_eq!(
            (timeline.branch(), timeline.known()),
            (BranchId(number), step)
        );
        assert_eq!(end(&mut timeline), [Value::I32(result)], "{why}");
        let branch = &timeline.branches()[number as usize];
        assert_eq!(
            (&*branch.why, branch.from, branch.parent),
            (why, step, Some(MAIN))
        );
        // However it is come to.
        at(&mut timeline, 0);
        assert_eq!(end(&mut timeline), [Value::I32(result)], "{why}");
    }
    timeline.switch(MAIN);
    assert_eq!(end(&mut timeline), [Value::I32(17)]);
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let mut timeline = timeline(SUM, &[Value::I32(2)]);
    timeline.run(1);
    let long = Value::I64(1);
    let depth = 0;
    let not_i32 = |given: Value| EditError::Type {
        wanted: Value::I32(0).ty(),
        given: given.ty(),
    };
    let table = TableAddr(0);
    let wrong = [
        (
            Edit::Local {
                depth,
                index: 0,
                value: long,
            },
            Some(not_i32(long)),
        ),
        (
            Edit::Local {
                depth,
                index: 1,
                value: Value::I32(1),
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Local {
                depth: 1,
                index: 0,
                value: Value::I32(1),
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Operand {
                depth,
                index: 0,
                value: long,
            },
            Some(not_i32(long)),
        ),
        (
            Edit::Operand {
                depth,
                index: 1,
                value: Value::I32(1),
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Global {
                global: GlobalAddr(1),
                value: Value::I32(1),
            },
            Some(EditError::Immutable),
        ),
        (
            Edit::Global {
                global: GlobalAddr(2),
                value: Value::I32(1),
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Global {
                global: GlobalAddr(0),
                value: long,
            },
            Some(not_i32(long)),
        ),
        (bytes(65_535, &[1, 2]), Some(EditError::OutOfBounds)),
        (
            Edit::Memory {
                memory: MemAddr(1),
                addr: 0,
                bytes: [1].into(),
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Table {
                table,
                index: 2,
                value: Ref::Null,
            },
            Some(EditError::OutOfBounds),
        ),
        (
            Edit::Table {
                table,
                index: 0,
                value: Ref::I31(1),
            },
            None,
        ),
        (
            Edit::Table {
                table: TableAddr(1),
                index: 0,
                value: Ref::Null,
            },
            Some(EditError::Missing),
        ),
        (
            Edit::Arguments(vec![Value::I32(1)]),
            Some(EditError::NotAtStart),
        ),
    ];
    let before = timeline.machine().clone();
    for (edit, error) in wrong {
        let refused = timeline.edit(edit.clone()).expect_err("it does not fit");
        assert!(!refused.to_string().is_empty());
        assert!(
            error.is_none_or(|error| error == refused),
            "{edit:?}: {refused:?}"
        );
        assert!(*timeline.machine() == before, "{edit:?}");
    }
    at(&mut timeline, 0);
    let refused = timeline
        .edit(Edit::Arguments(vec![long]))
        .expect_err("it is of another type");
    assert_eq!(
        refused.to_string(),
        "argument 1 has to be of type i32, not i64"
    );
    end(&mut timeline);
    assert_eq!(timeline.edit(local(1)), Err(EditError::NotRunning));
    assert_eq!(timeline.branches().len(), 1);
}

#[test]
fn at_the_last_known_step_there_is_no_future_to_be_kept() {
    let mut timeline = timeline(SUM, &[Value::I32(2)]);
    assert_eq!(timeline.edit(local(3)), Ok(false));
    timeline.run(1);
    assert_eq!(timeline.edit(bytes(8, &[6])), Ok(false));
    assert_eq!(timeline.edit(bytes(9, &[7])), Ok(false));
    assert_eq!(timeline.branches().len(), 1);
    assert_eq!(end(&mut timeline), [Value::I32(19)]);
    at(&mut timeline, 0);
    assert_eq!(end(&mut timeline), [Value::I32(19)]);
    // A second change at the same step of the past is one of the branch that it made.
    at(&mut timeline, 1);
    assert_eq!(timeline.edit(bytes(8, &[1])), Ok(true));
    assert_eq!(timeline.edit(bytes(8, &[2])), Ok(false));
    assert_eq!(end(&mut timeline), [Value::I32(15)]);
}

#[test]
fn branches_of_branches_outlive_what_they_were_made_from() {
    let mut timeline = timeline(SUM, &[Value::I32(2)]);
    end(&mut timeline);
    at(&mut timeline, 1);
    timeline.edit(bytes(8, &[20])).expect("it fits");
    end(&mut timeline);
    at(&mut timeline, 3);
    timeline
        .edit(Edit::Operand {
            depth: 0,
            index: 0,
            value: Value::I32(0),
        })
        .expect("it fits");
    assert_eq!(end(&mut timeline), [Value::I32(20)]);
    assert!(timeline.rename(BranchId(2), "without the rest"));
    let [middle, last] = [BranchId(1), BranchId(2)];
    assert_eq!(timeline.remove(last), Err(RemoveError::Current));
    assert_eq!(timeline.remove(BranchId(3)), Err(RemoveError::Missing));
    assert_eq!(timeline.remove(middle), Ok(()));
    assert_eq!(timeline.remove(middle), Err(RemoveError::Missing));
    assert_eq!(timeline.remove(MAIN), Ok(()));
    assert_eq!(
        (timeline.switch(middle), timeline.rename(MAIN, "x")),
        (None, false)
    );
    let branches = timeline.branches();
    let only = &branches[0];
    assert_eq!(
        (branches.len(), &*only.name, only.parent),
        (1, "without the rest", None)
    );
    for step in [1, 0, 3] {
        at(&mut timeline, step);
        assert_eq!(end(&mut timeline), [Value::I32(20)], "from {step}");
    }
}

#[test]
fn a_branch_is_left_and_come_back_to() {
    let mut timeline = timeline(SUM, &[Value::I32(2)]);
    end(&mut timeline);
    at(&mut timeline, 2);
    timeline.edit(local(50)).expect("it fits");
    timeline.run(1);
    assert_eq!(timeline.switch(MAIN), Some(2));
    at(&mut timeline, 4);
    assert_eq!(timeline.switch(BranchId(1)), Some(3));
    assert_eq!(timeline.switch(BranchId(1)), Some(timeline.step()));
    assert_eq!(timeline.switch(MAIN), Some(4));
}

#[test]
fn a_change_may_turn_a_run_into_a_trap_and_back() {
    let text = r#"(module (func (export "main") (param $n i32) (result i32)
        (i32.div_u (i32.const 6) (local.get $n))))"#;
    let mut timeline = timeline(text, &[Value::I32(0)]);
    timeline.run(u64::MAX);
    let trapped = Status::Trapped(Trap::IntegerDivideByZero);
    assert_eq!(*timeline.machine().status(), trapped);
    at(&mut timeline, 2);
    let two = Edit::Operand {
        depth: 0,
        index: 1,
        value: Value::I32(2),
    };
    timeline.edit(two).expect("it fits");
    assert_eq!(end(&mut timeline), [Value::I32(3)]);
    timeline.switch(MAIN);
    timeline.run(u64::MAX);
    assert_eq!(*timeline.machine().status(), trapped);
}

const ASK: &str = r#"(module (import "env" "ask" (func $ask (param i32) (result i32)))
    (func (export "main") (result i32)
      (i32.add (call $ask (i32.const 1)) (call $ask (i32.const 2)))))"#;

fn say(timeline: &mut Timeline, value: i32) {
    let answer = Answer::results(vec![Value::I32(value)]);
    timeline.answer(answer).expect("a call waits");
}

/// Runs on and answers what was not answered before, in this order.
fn run_answering(timeline: &mut Timeline, values: &[i32]) {
    let mut values = values.iter();
    while timeline.run(u64::MAX) == Outcome::HostCall {
        say(timeline, *values.next().expect("it is not asked so often"));
    }
}

#[test]
fn another_answer_in_the_past_makes_a_branch() {
    let mut timeline = timeline(ASK, &[]);
    run_answering(&mut timeline, &[10, 20]);
    assert_eq!(results(timeline.machine()), [Value::I32(30)]);
    at(&mut timeline, 1);
    say(&mut timeline, 10);
    assert_eq!(timeline.branches().len(), 1, "the same is nothing new");
    at(&mut timeline, 1);
    say(&mut timeline, 11);
    let branch = &timeline.branches()[1];
    assert_eq!(branch.why, "another answer to env.ask at step 1");
    run_answering(&mut timeline, &[5]);
    assert_eq!(results(timeline.machine()), [Value::I32(16)]);
    timeline.switch(MAIN);
    run_answering(&mut timeline, &[]);
    assert_eq!(results(timeline.machine()), [Value::I32(30)]);
}

#[test]
fn a_host_that_answers_otherwise_when_asked_again_is_found_out() {
    let mut timeline = timeline(ASK, &[]);
    run_answering(&mut timeline, &[10, 20]);
    let answers = timeline.answers();
    assert_eq!(answers.keys().copied().collect::<Vec<_>>(), [1, 3]);
    at(&mut timeline, 3);
    let answer = |value| Answer::results(vec![Value::I32(value)]);
    assert_eq!(timeline.verify(&answer(20)), Ok(()));
    let found = timeline.verify(&answer(21)).expect_err("it was 20");
    assert_eq!((found.step, &*found.call), (3, "env.ask"));
    assert_eq!(timeline.step(), 3, "nothing moves");

    let mut again = self::timeline(ASK, &[]);
    again.expect(answers.clone());
    run_answering(&mut again, &[10, 21]);
    let found = again.divergence().expect("it was 20");
    let text = "env.ask answers otherwise than before at step 3: i32 21, not i32 20";
    assert_eq!(found.to_string(), text);
    assert_eq!(
        results(again.machine()),
        [Value::I32(31)],
        "what it says now counts"
    );

    let mut same = self::timeline(ASK, &[]);
    same.expect(answers);
    run_answering(&mut same, &[10, 20]);
    assert_eq!(same.divergence(), None);
}

#[test]
fn a_run_that_begins_in_the_same_state_is_expected_to_be_answered_alike() {
    let run = |answers: &[i32]| {
        let mut run = timeline(ASK, &[]);
        run_answering(&mut run, answers);
        run
    };
    let before = run(&[10, 20]).beginning(MAIN).expect("it was asked");
    let mut again = timeline(ASK, &[]);
    assert!(again.expect_again(&before));
    run_answering(&mut again, &[10, 21]);
    assert_eq!(again.divergence().map(|found| found.step), Some(3));

    // From a change by hand on it is another run, before as well as now.
    let mut edited = run(&[10, 20]);
    at(&mut edited, 2);
    let edit = Edit::Operand {
        depth: 0,
        index: 0,
        value: Value::I32(0),
    };
    edited.edit(edit.clone()).expect("it fits");
    run_answering(&mut edited, &[5]);
    let edited = edited.beginning(BranchId(1)).expect("it was asked");
    let mut again = timeline(ASK, &[]);
    assert!(again.expect_again(&edited));
    run_answering(&mut again, &[10, 21]);
    assert_eq!(again.divergence(), None);
    let mut again = timeline(ASK, &[]);
    assert!(again.expect_again(&before));
    again.run(2);
    say(&mut again, 10);
    at(&mut again, 2);
    again.edit(edit).expect("it fits");
    run_answering(&mut again, &[21]);
    assert_eq!(again.divergence(), None);

    // Of another program, or with other arguments, nothing is expected; nor of one that was asked
    // nothing.
    let mut other = timeline(&ASK.replace("i32.const 1", "i32.const 3"), &[]);
    assert!(!other.expect_again(&before));
    let mut asked_nothing = timeline(SUM, &[Value::I32(2)]);
    end(&mut asked_nothing);
    assert!(asked_nothing.beginning(MAIN).is_none());
}

#[test]
fn other_arguments_keep_the_run_where_it_was_left() {
    let args = |n| vec![Value::I32(n)];
    let mut timeline = timeline(SUM, &args(2));
    assert_eq!(
        timeline.call_with(args(3)),
        Ok(false),
        "nothing is known yet"
    );
    assert_eq!(end(&mut timeline), [Value::I32(18)]);
    at(&mut timeline, 4);
    assert_eq!(timeline.call_with(args(5)), Ok(true));
    assert_eq!((timeline.step(), timeline.known()), (0, 0));
    assert_eq!(
        timeline.call_with(args(6)),
        Ok(false),
        "nothing has happened in it"
    );
    timeline.edit(bytes(8, &[0])).expect("it is inside");
    let edits = timeline.edits(BranchId(1)).expect("it is there");
    assert_eq!(edits[&0], [Edit::Arguments(args(6)), bytes(8, &[0])]);
    assert_eq!(timeline.branches()[1].why, "arguments 6; memory at 8: 00");
    assert_eq!(end(&mut timeline), [Value::I32(16)]);
    assert_eq!(timeline.switch(MAIN), Some(4));
    assert_eq!(end(&mut timeline), [Value::I32(18)]);
    assert!(timeline.call_with(vec![Value::I64(1)]).is_err());
    assert_eq!(timeline.branches().len(), 2);
    assert_eq!(timeline.edits(BranchId(2)), None);
}
