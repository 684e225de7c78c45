//! Two runs beside each other.

mod watching;

use wasmscope::exec::{Answer, Edit, Outcome};
use wasmscope::runtime::{Machine, MemAddr, Value};
use wasmscope::time::{BranchId, Comparison, History, Timeline};
use watching::entered;

const COLLATZ: &str = r#"(module (func $next (param $n i32) (result i32)
    (if (result i32) (i32.and (local.get $n) (i32.const 1))
      (then (i32.add (i32.mul (local.get $n) (i32.const 3)) (i32.const 1)))
      (else (i32.shr_u (local.get $n) (i32.const 1)))))
  (func (export "main") (param $n i32) (result i32) (local $steps i32)
    (loop $again
      (local.set $n (call $next (local.get $n)))
      (local.set $steps (i32.add (local.get $steps) (i32.const 1)))
      (br_if $again (i32.ne (local.get $n) (i32.const 1))))
    (local.get $steps)))"#;

fn run(text: &str, args: &[Value]) -> Timeline {
    let mut timeline = Timeline::new(entered(text, args).0, History::default());
    assert_eq!(timeline.run(1_000_000), Outcome::Ended);
    timeline
}

fn comparison(left: &Timeline, right: &Timeline) -> Comparison {
    let replay = |timeline: &Timeline, name| {
        let replay = timeline
            .replay(BranchId(0), 0)
            .expect("there is one branch");
        replay.named(name)
    };
    Comparison::new(replay(left, "before"), replay(right, "now"))
}

/// Compares in parts.
fn compare(mut runs: Comparison) -> Comparison {
    let mut parts = 0;
    while !runs.advance(7) {
        parts += 1;
        assert!(parts < 1_000_000, "it comes to an end");
    }
    runs
}

fn difference(runs: &Comparison) -> (Option<u64>, Option<u64>) {
    let step = |found: Option<&wasmscope::time::Difference>| found.map(|found| found.left);
    (step(runs.values()), step(runs.control()))
}

/// The first step at which two runs of one module take different instructions, by looking at
/// every state.
fn parts_at(mut left: Machine, mut right: Machine) -> u64 {
    let at = |machine: &Machine| machine.frames().last().map(|frame| (frame.func, frame.pc));
    while at(&left) == at(&right) && left.status() == right.status() {
        left.step();
        right.step();
    }
    left.steps()
}

#[test]
fn runs_with_other_arguments_part_where_a_branch_is_taken_otherwise() {
    for (one, other) in [(6, 7), (12, 28), (27, 31), (6, 10)] {
        let args = [Value::I32(one), Value::I32(other)];
        let [left, right] = args.map(|arg| run(COLLATZ, &[arg]));
        let runs = compare(comparison(&left, &right));
        let first = args.map(|arg| entered(COLLATZ, &[arg]).0);
        let [one, other] = first;
        let wanted = parts_at(one, other);
        // `loop`, then `local.get`, which gives the argument.
        assert_eq!(difference(&runs), (Some(1), Some(wanted)));
        assert!(
            runs.sentence()
                .starts_with("First difference at step 1: local.get of main")
        );
    }
}

#[test]
fn equal_runs_are_the_same_to_their_end() {
    let [left, right] = [27, 27].map(|arg| run(COLLATZ, &[Value::I32(arg)]));
    let runs = compare(comparison(&left, &right));
    assert_eq!(difference(&runs), (None, None));
    assert_eq!(runs.step(), left.known());
    let text = format!("The runs do the same up to step {}.", left.known());
    assert_eq!(runs.sentence(), text);
}

#[test]
fn an_edited_source_is_compared_by_names_and_instructions() {
    // Another function before, which moves all indices, and another constant.
    let edited = COLLATZ
        .replace("(module ", "(module (func $new (nop)) ")
        .replace("(i32.const 3)", "(i32.const 5)");
    let args = [Value::I32(6)];
    let (left, mut right) = (
        run(COLLATZ, &args),
        Timeline::new(entered(&edited, &args).0, History::default()),
    );
    right.run(10_000);
    let runs = compare(comparison(&left, &right));
    let values = runs.values().expect("a constant is another one");
    assert_eq!(
        values.text,
        "i32.const of next gives i32 3 in before and 5 in now."
    );
    // An instruction more, in the function that is called.
    let edited = COLLATZ.replace("(if (result i32)", "(nop) (if (result i32)");
    let right = run(&edited, &args);
    let runs = compare(comparison(&left, &right));
    assert_eq!(difference(&runs), (None, Some(3)));
    let text =
        "before goes on with local.get of next, pc 0, and now goes on with nop of next, pc 0.";
    assert_eq!(runs.control().expect("one goes on otherwise").text, text);
}

#[test]
fn branches_differ_from_where_they_were_made() {
    let text = r#"(module (memory 1) (func (export "main") (result i32) (local $i i32)
        (loop $l (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
          (i32.const 1000))))
        (i32.load (i32.const 0))))"#;
    let mut timeline = run(text, &[]);
    let load = timeline.known() - 2;
    timeline.seek(500, u64::MAX);
    let edit = Edit::Memory {
        memory: MemAddr(0),
        addr: 0,
        bytes: [7].into(),
    };
    assert_eq!(timeline.edit(edit), Ok(true));
    // Not run any further: what is known of the other one is compared.
    let runs = Comparison::of_branches(&timeline, BranchId(0), BranchId(1));
    let runs = compare(runs.expect("there are two"));
    let values = runs.values().expect("the byte is read");
    assert_eq!((values.left, values.right), (load, load));
    assert_eq!(
        values.text,
        "i32.load of main gives i32 0 in main and 7 in branch 1."
    );
    let control = runs.control().expect("the results differ");
    assert_eq!(
        control.text,
        "main has returned 0 and branch 1 has returned 7."
    );
    assert!(Comparison::of_branches(&timeline, BranchId(0), BranchId(9)).is_none());
}

#[test]
fn a_value_changed_by_hand_is_said_to_be() {
    let mut timeline = run(COLLATZ, &[Value::I32(6)]);
    timeline.seek(2, u64::MAX);
    let edit = Edit::Operand {
        depth: 0,
        index: 0,
        value: Value::I32(8),
    };
    timeline.edit(edit).expect("it fits");
    let runs = Comparison::of_branches(&timeline, BranchId(0), BranchId(1));
    let runs = compare(runs.expect("there are two"));
    let values = runs.values().expect("it is another one");
    assert_eq!(
        (values.left, &*values.text),
        (2, "a value was changed by hand, i32 6 or 8.")
    );
}

#[test]
fn answers_are_compared_and_comparing_ends_where_none_is_known() {
    let text = r#"(module (import "env" "ask" (func $ask (result i32)))
        (func (export "main") (result i32) (i32.add (call $ask) (call $ask))))"#;
    let mut timeline = Timeline::new(entered(text, &[]).0, History::default());
    let say = |timeline: &mut Timeline, value| {
        let answer = Answer::results(vec![Value::I32(value)]);
        timeline.answer(answer).expect("a call waits");
    };
    say(&mut timeline, 1);
    say(&mut timeline, 2);
    timeline.run(u64::MAX);
    timeline.seek(1, u64::MAX);
    say(&mut timeline, 3);
    let runs = Comparison::of_branches(&timeline, BranchId(0), BranchId(1));
    let runs = compare(runs.expect("there are two"));
    let values = runs.values().expect("the second answer is another one");
    assert_eq!(
        (values.left, &*values.text),
        (1, "the host answers otherwise in branch 1.")
    );
    // To the first call, nobody has to answer.
    timeline.seek(0, u64::MAX);
    say(&mut timeline, 9);
    let runs = Comparison::of_branches(&timeline, BranchId(1), BranchId(2));
    let runs = compare(runs.expect("there are three"));
    assert_eq!((runs.step(), difference(&runs)), (1, (Some(0), None)));
}
