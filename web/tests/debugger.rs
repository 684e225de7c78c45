//! The movements of the debugger, without a page around it.

mod started;

use started::debugger;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::syntax::FuncIdx;
use wasmscope_web::model::debugger::{Advance, Debugger, StartError};
use wasmscope_web::model::examples::{EXAMPLES, Start};
use wasmscope_web::model::goal::{Goal, Movement};
use wasmscope_web::model::host::{Host, Reply, Watch};

/// Answers nothing, or always the same.
struct Answers(Option<i32>);

impl Host for Answers {
    fn call(&mut self, _: &Machine, call: &HostCall) -> Reply {
        match self.0 {
            Some(value) if !call.ty.results.is_empty() => {
                Reply::Answer(Answer::results(vec![Value::I32(value)]))
            }
            Some(_) => Reply::Answer(Answer::default()),
            None => Reply::Later,
        }
    }
}

/// Counts the steps that it is shown.
#[derive(Default)]
struct Count {
    watching: bool,
    before: u64,
    after: u64,
}

impl Watch for Count {
    fn is_watching(&self) -> bool {
        self.watching
    }

    fn before(&mut self, _: &Machine) {
        self.before += 1;
    }

    fn after(&mut self, _: &Machine) {
        self.after += 1;
    }
}

fn go(debugger: &mut Debugger, goal: Goal) -> Advance {
    let mut movement = Movement::from(goal);
    debugger.advance(
        &mut movement,
        u64::MAX,
        &mut Answers(Some(1)),
        &mut Count::default(),
    )
}

fn factorial(n: &str) -> Debugger {
    let example = EXAMPLES
        .iter()
        .find(|example| example.id == "factorial")
        .expect("it is there");
    debugger(example.source, "fac", &[n])
}

fn machine(debugger: &Debugger) -> &Machine {
    debugger.machine().expect("it was started")
}

#[test]
fn every_example_runs_to_its_end() {
    for example in EXAMPLES {
        for Start { entry, arguments } in example.starts() {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let mut debugger = debugger(example.source, entry, &arguments);
            let end = go(&mut debugger, Goal::End);
            assert_eq!(end, Advance::Ended, "{} {entry}", example.id);
        }
    }
}

#[test]
fn a_step_is_one_instruction_and_a_goal_is_exact() {
    let mut debugger = factorial("5");
    assert_eq!(go(&mut debugger, Goal::Step(1)), Advance::Goal);
    assert_eq!(machine(&debugger).steps(), 1);
    assert_eq!(go(&mut debugger, Goal::Step(40)), Advance::Goal);
    assert_eq!(
        (
            machine(&debugger).steps(),
            machine(&debugger).frames().len()
        ),
        (40, 6)
    );
    assert_eq!(debugger.last_known(), 40);
}

#[test]
fn over_a_call_and_out_of_a_frame() {
    let mut debugger = factorial("5");
    go(&mut debugger, Goal::Step(7));
    let over = Goal::over(machine(&debugger));
    assert_eq!(over, Goal::Frames(1));
    go(&mut debugger, over);
    assert_eq!(machine(&debugger).frames().len(), 1);
    assert_eq!(machine(&debugger).frame_slots(0).last(), Some(&24));

    let mut debugger = factorial("5");
    go(&mut debugger, Goal::Step(16));
    assert_eq!(machine(&debugger).frames().len(), 3);
    let out = Goal::out(machine(&debugger));
    go(&mut debugger, out);
    assert_eq!(
        machine(&debugger).frames().len(),
        2,
        "out of the recursion's inner frame"
    );
    let mut outermost = factorial("1");
    let out = Goal::out(machine(&outermost));
    assert_eq!((out, go(&mut outermost, out)), (Goal::End, Advance::Ended));
}

#[test]
fn fuel_ends_a_movement_that_can_go_on() {
    let mut debugger = factorial("5");
    let mut movement = Movement::from(Goal::End);
    let mut count = Count {
        watching: true,
        ..Count::default()
    };
    for steps in [3, 6, 9] {
        let end = debugger.advance(&mut movement, 3, &mut Answers(None), &mut count);
        assert_eq!((end, machine(&debugger).steps()), (Advance::Fuel, steps));
    }
    assert_eq!((count.before, count.after), (9, 9));
}

const ASKING: &str = r#"(module
  (import "oracle" "ask" (func $ask (param i32) (result i32)))
  (func (export "main") (result i32)
    (i32.add (call $ask (i32.const 6)) (i32.const 1))))"#;

#[test]
fn a_call_of_the_host_waits_and_its_answer_is_one_step() {
    let mut debugger = debugger(ASKING, "main", &[]);
    let mut movement = Movement::from(Goal::End);
    let end = debugger.advance(
        &mut movement,
        100,
        &mut Answers(None),
        &mut Count::default(),
    );
    assert_eq!((end, debugger.is_waiting()), (Advance::Waiting, true));
    assert_eq!(machine(&debugger).steps(), 1);

    let wrong = Answer::results(vec![]);
    assert!(debugger.answer(wrong, &mut Count::default()).is_err());
    let right = Answer::results(vec![Value::I32(41)]);
    debugger
        .answer(right, &mut Count::default())
        .expect("it is of the type");
    assert_eq!(
        (machine(&debugger).steps(), debugger.is_waiting()),
        (2, false)
    );
    go(&mut debugger, Goal::End);
    assert_eq!(
        *machine(&debugger).status(),
        Status::Returned(vec![Value::I32(42)])
    );
}

#[test]
fn places_are_reached_by_function_and_line() {
    let mut debugger = debugger(ASKING, "main", &[]);
    assert_eq!(
        go(&mut debugger, Goal::Line(9)),
        Advance::Ended,
        "there is no such line"
    );
    let mut debugger = factorial("3");
    assert_eq!(
        go(
            &mut debugger,
            Goal::Place {
                func: FuncIdx(0),
                pc: 0
            }
        ),
        Advance::Goal
    );
    assert_eq!(
        machine(&debugger).frames().len(),
        2,
        "the next time, not where it stands"
    );
    assert_eq!(go(&mut debugger, Goal::Line(7)), Advance::Goal);
    assert_eq!(
        machine(&debugger).frames().len(),
        4,
        "the last call takes the then arm"
    );
}

#[test]
fn nothing_loaded_moves_nowhere() {
    let mut debugger = Debugger::default();
    assert_eq!(go(&mut debugger, Goal::End), Advance::Ended);
    assert!(debugger.is_over());
    assert_eq!(StartError::Empty.message(), "There is no program yet.");
}
