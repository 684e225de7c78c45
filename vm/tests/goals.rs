//! Where movements end: over, out of and beyond, told from the frames of all states of a run, and
//! found at the places where a movement is stopped to look.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "machines are stepped here")]
#[path = "properties/programs.rs"]
mod programs;
#[path = "properties/states.rs"]
mod states;

use fastrand::Rng;
use programs::{Program, generated, written};
use states::states;
use wasmscope::load::load;
use wasmscope::observe::{Event, Stops};
use wasmscope::runtime::{ExternVal, InstanceAddr, Machine, MachineLimits};
use wasmscope::syntax::{CodeIdx, FuncIdx};
use wasmscope::time::{Goal, Halt, History, Timeline};
use wasmscope::view::{Lens, Place};

fn lens(machine: &Machine) -> Lens<'_> {
    let last = machine.store().instances().len() - 1;
    Lens {
        main: Some(InstanceAddr(last as u32)),
        positions: None,
    }
}

/// Whether a frame of one state is there in another one.
fn is_there(state: &Machine, depth: usize, entered: u64) -> bool {
    let frame = state.frames().get(depth);
    frame.is_some_and(|frame| frame.entered == entered)
}

/// What the contract says of a movement that begins in the first of these states: where it ends,
/// as a number of steps; `None` where that is beyond them.
fn expected(goal: Goal, states: &[Machine]) -> Option<usize> {
    let (first, later) = states.split_first()?;
    let depth = first.frames().len().checked_sub(1)?;
    let frame = first.frames()[depth];
    let found = later.iter().position(|state| match goal {
        Goal::Step(step) => state.steps() == step,
        // That frame is innermost again, or gone.
        Goal::Frames(_) => state.frames().len() <= depth + 1,
        Goal::Gone { .. } => !is_there(state, depth, frame.entered),
        Goal::Beyond { .. } => {
            let is_innermost = state.frames().len() == depth + 1;
            !is_there(state, depth, frame.entered)
                || is_innermost && state.frames()[depth].pc > frame.pc
        }
        _ => false,
    });
    found.map(|found| found + 1)
}

/// Whether a state stands at one of the places.
fn is_at(state: &Machine, places: &[(FuncIdx, u32)]) -> bool {
    let place = Place::innermost(state);
    place.is_some_and(|place| places.contains(&(place.func, place.frame.pc)))
}

fn check(goal: Goal, states: &[Machine]) {
    let lens = lens(&states[0]);
    let end = expected(goal, states);
    let last = end.unwrap_or(states.len() - 1);
    for (steps, state) in states.iter().enumerate().take(last + 1) {
        let reached = goal.is_reached(state, lens, steps > 0);
        assert_eq!(reached, Some(steps) == end, "{goal:?} after {steps} steps");
    }
    // Whoever looks after the first step, at each of these places and one step behind it, has
    // not come past the goal.
    let (Some(end), Some(places)) = (
        end.filter(|_| goal.is_place()),
        goal.places(&states[0], lens),
    ) else {
        return;
    };
    let is_over = states[end].frames().is_empty();
    let looked = end == 1 || is_at(&states[end], &places) || is_at(&states[end - 1], &places);
    assert!(looked || is_over, "{goal:?} ends after {end} steps, unseen");
}

fn check_all(program: &Program, rng: &mut Rng) {
    let states = states(&program.machine, 600);
    for _ in 0..60 {
        let states = &states[rng.usize(..states.len())..];
        let first = &states[0];
        if first.frames().is_empty() {
            continue;
        }
        for goal in [Goal::over(first), Goal::out(first), Goal::beyond(first)] {
            check(goal, states);
        }
        let depth = rng.usize(..first.frames().len());
        if let goal @ Goal::Gone { entered, .. } = Goal::out_of(first, depth) {
            let lens = lens(first);
            let end = states
                .iter()
                .position(|state| !is_there(state, depth, entered));
            let found = states
                .iter()
                .position(|state| goal.is_reached(state, lens, true));
            assert_eq!(found, end);
        }
    }
}

#[test]
fn movements_of_written_programs_end_where_their_frames_say() {
    let mut rng = Rng::with_seed(1);
    for program in written(&mut rng) {
        check_all(&program, &mut rng);
    }
}

#[test]
fn movements_of_generated_programs_end_where_their_frames_say() {
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        for program in generated(&mut rng) {
            check_all(&program, &mut rng);
        }
    }
}

/// Where instructions stand.
type Positions = Box<dyn Fn(CodeIdx, u32) -> Option<(u32, u32)>>;

/// A loop of two lines, and a timeline at its beginning.
fn counting() -> (Timeline, InstanceAddr, Positions) {
    let text = r#"(module (func $f (export "main") (local $i i32)
      loop $again
        local.get $i  i32.const 1  i32.add
        local.tee $i
        i32.const 3  i32.lt_u  br_if $again
      end))"#;
    let program = load(text.as_bytes()).expect("it is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let main = machine.instantiate(&program.module, &[]).expect("it links");
    let Some(ExternVal::Func(func)) = machine.store().instance(main).export("main") else {
        panic!("it exports main");
    };
    machine.enter_call(func, &[]).expect("it takes nothing");
    let source = program.source.expect("it is a text");
    let positions: Positions = Box::new(move |code: CodeIdx, pc: u32| {
        let at = source.line_column(source.instr(code.at(), pc as usize)?.start);
        Some((at.line, at.column))
    });
    (Timeline::new(machine, History::default()), main, positions)
}

#[test]
fn a_line_is_reached_at_each_of_its_instructions() {
    let (timeline, main, positions) = counting();
    let lens = Lens {
        main: Some(main),
        positions: Some(&positions),
    };
    let line = Goal::Line(3).places(timeline.machine(), lens);
    let func = FuncIdx(0);
    assert_eq!(line, Some(vec![(func, 1), (func, 2), (func, 3)]));
    assert_eq!(
        Goal::Line(90).places(timeline.machine(), lens),
        Some(vec![])
    );
    let mut machine = timeline.machine().clone();
    machine.run(1);
    assert!(Goal::Line(3).is_reached(&machine, lens, true));
    assert!(!Goal::Line(3).is_reached(&machine, lens, false));
    assert!(Goal::Place { func, pc: 1 }.is_reached(&machine, lens, true));
    assert!(!Goal::Place { func, pc: 2 }.is_reached(&machine, lens, true));
    assert!(!Goal::Line(4).is_reached(&machine, lens, true));
}

#[test]
fn aims_stop_a_run_and_are_nobodys_breakpoints() {
    let (mut timeline, main, _) = counting();
    let mut stops = Stops::default();
    let func = FuncIdx(0);
    stops.aim([(func, 4), (func, 7)]);
    assert_eq!(stops.list().count(), 0);
    assert!(!stops.is_idle());
    let own = stops.add(Event::Instruction { func, pc: 7 }.into());
    assert_eq!(own, 1);

    let mut run = |stops: &mut Stops| {
        let from = timeline.step();
        match timeline.run_to_stop(stops, main, from, u64::MAX, u64::MAX) {
            Halt::Hit(hit) => hit,
            Halt::Outcome(outcome) => panic!("{outcome:?}"),
        }
    };
    let hit = run(&mut stops);
    assert_eq!((hit.step, hit.clone().own()), (4, None));
    // Where both are, it is the breakpoint of somebody.
    let hit = run(&mut stops);
    let own_hit = hit.clone().own().expect("it is one");
    assert_eq!((own_hit.id, own_hit.all), (1, vec![1]));
    assert_eq!(hit.all.len(), 2);

    stops.aim([]);
    let hit = run(&mut stops);
    assert_eq!((hit.step, hit.all), (15, vec![1]));
    assert_eq!(stops.add(Event::Trap.into()), 2);
}
