//! Activations and loops, found in parts, are those that every single state shows; and after
//! an edit the steps that are still the same are told from those that are not.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "the timeline drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;
#[path = "properties/states.rs"]
mod states;

use fastrand::Rng;
use programs::{Program, answer_to, generated, written};
use states::states;
use wasmscope::runtime::{Machine, Status};
use wasmscope::syntax::{Code, Instr};
use wasmscope::time::{
    Activation, ActivationSearch, Arrival, History, Likeness, LoopRun, LoopSearch, Scout, Timeline,
    Verdict, loop_at,
};

/// A timeline that knows a run up to a step, and stands at another one.
fn known(machine: &Machine, last: u64, here: u64, gap: u64) -> Timeline {
    let bytes = 1 << 24;
    let mut timeline = Timeline::new(machine.clone(), History { bytes, gap });
    for step in [last, here] {
        while timeline.seek(step, u64::MAX) == Arrival::Waiting {
            let answer = answer_to(timeline.machine()).expect("a call waits");
            timeline.answer(answer).expect("the answer fits");
        }
    }
    timeline
}

fn activation(timeline: &Timeline, depth: usize, part: u64) -> Option<Activation> {
    let mut scout = Scout::new(timeline, usize::MAX)?;
    let mut search = ActivationSearch::new(timeline, depth)?;
    loop {
        if let Some(found) = search.advance(&mut scout, timeline, &mut part.clone()) {
            return Some(found);
        }
    }
}

fn finish(mut search: LoopSearch, timeline: &Timeline, part: u64) -> Option<LoopRun> {
    let mut scout = Scout::new(timeline, usize::MAX)?;
    loop {
        if let Some(found) = search.advance(&mut scout, timeline, &mut part.clone()) {
            return Some(found);
        }
    }
}

fn code<'a>(machine: &'a Machine, activation: &Activation) -> &'a Code {
    let code = machine.store().code(activation.func);
    code.expect("a frame is of a function of a module")
}

/// The steps at which the loop around a state was passed, and where it was left: by going
/// from state to state, in both directions.
fn passes(states: &[Machine], here: usize, found: &Activation) -> Option<(Vec<u64>, Option<u64>)> {
    let pc = |step: usize| {
        let machine = &states[step];
        let own = found.is_in(machine) && machine.frames().len() == found.depth + 1;
        own.then(|| machine.frames()[found.depth].pc)
    };
    let body = loop_at(
        code(&states[here], found),
        states[here].frames()[found.depth].pc,
    )?;
    let outside = |step: usize| match found.is_in(&states[step]) {
        true => pc(step).is_some_and(|pc| !body.contains(&pc)),
        false => true,
    };
    let first = (0..here)
        .rev()
        .find(|step| outside(*step))
        .map_or(0, |step| step + 1);
    let left = (here..states.len()).find(|step| outside(*step));
    let end = left.unwrap_or(states.len());
    let steps = (first..end).filter(|step| pc(*step) == Some(*body.start()));
    Some((
        steps.map(|step| step as u64).collect(),
        left.map(|step| step as u64),
    ))
}

fn check(machine: &Machine, rng: &mut Rng) {
    let states = states(machine, 1_200);
    let last = states.len() - 1;
    for _ in 0..6 {
        let here = rng.usize(..=last);
        let timeline = known(machine, last as u64, here as u64, rng.u64(1..200));
        let frames = states[here].frames().len();
        assert_eq!(activation(&timeline, frames, 10), None);
        let Some(depth) = frames.checked_sub(1).map(|top| rng.usize(..=top)) else {
            continue;
        };
        let found = activation(&timeline, depth, rng.u64(1..400)).expect("there is a frame");
        let frame = states[here].frames()[depth];
        let alive = |machine: &Machine| {
            let same = machine.frames().get(depth);
            same.is_some_and(|same| same.entered == frame.entered)
        };
        let gone = (here..states.len()).find(|step| !alive(&states[*step]));
        assert_eq!(
            (found.entered, found.gone),
            (frame.entered, gone.map(|step| step as u64))
        );

        let part = rng.u64(1..400);
        let search = LoopSearch::new(&timeline, depth);
        let run = search.and_then(|search| finish(search, &timeline, part));
        let truth = passes(&states, here, &found);
        assert_eq!(run.is_some(), truth.is_some());
        let (Some(run), Some((steps, left))) = (run, truth) else {
            continue;
        };
        let kept: Vec<u64> = run.kept().map(|(_, step)| step).collect();
        assert_eq!((kept, run.left), (steps.clone(), left), "around {here}");
        let pass = rng.usize(..steps.len() + 2);
        let sought = finish(LoopSearch::pass(&run, pass as u64), &timeline, part);
        let wanted = steps[pass.min(steps.len() - 1)];
        assert_eq!(sought.map(|run| run.first()), Some(wanted));
    }
}

#[test]
fn activations_and_loops_are_those_of_a_fresh_run() {
    for number in 0..6 {
        let mut rng = Rng::with_seed(number);
        for program in written(&mut rng) {
            check(&program.machine, &mut rng);
        }
    }
    for number in 0..60 {
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = generated(&mut rng).collect();
        for program in programs {
            check(&program.machine, &mut rng);
        }
    }
}

/// A machine at the first instruction of a module's first export.
fn entered(text: &str) -> Machine {
    let program = wasmscope::load::load(text.as_bytes()).expect("it is valid");
    let programs = Program::all(&program.module, &mut Rng::with_seed(0)).next();
    programs.expect("it exports a function").machine
}

#[test]
fn of_a_long_loop_every_pass_can_be_found() {
    let machine = entered(
        r#"(module (func (export "run") (local $i i32)
          (loop $more
            (br_if $more (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 30000))))))"#,
    );
    let mut timeline = known(&machine, u64::MAX, 100_000, 1 << 20);
    let search = LoopSearch::new(&timeline, 0).expect("it is in the loop");
    let run = finish(search, &timeline, 7_000).expect("it is found");
    assert_eq!(
        (run.passes, run.stride() > 1, run.left),
        (30_000, true, Some(240_001))
    );
    for pass in [0, 1, 4_095, 17_171, 29_999] {
        let found = finish(LoopSearch::pass(&run, pass), &timeline, 999).expect("it is found");
        assert_eq!(found.first(), pass * 8);
        timeline.seek(found.first(), u64::MAX);
        assert_eq!(timeline.machine().frames()[0].pc, 0);
        let before = run.pass_at(found.first()).expect("the loop has begun");
        assert!(before <= pass && pass < before + run.stride());
    }
}

#[test]
fn the_innermost_loop_is_the_one_around() {
    let machine = entered(
        r#"(module (func (export "run") (nop)
          (loop (nop) (if (i32.const 0) (then (loop (nop)) (nop))) (block (nop))) (nop)))"#,
    );
    let found = Activation::at(&machine, 0).expect("it is entered");
    let code = code(&machine, &found);
    let around = |pc| loop_at(code, pc).map(|body| (*body.start(), *body.end()));
    let all: Vec<_> = (0..code.instrs.len() as u32).map(around).collect();
    let loops = code
        .instrs
        .iter()
        .filter(|instr| matches!(instr, Instr::Loop(_)));
    assert_eq!(loops.count(), 2);
    let (outer, inner) = (Some((1, 13)), Some((5, 7)));
    let mut wanted = vec![outer; 16];
    wanted[5..=7].fill(inner);
    for outside in [0, 14, 15] {
        wanted[outside] = None;
    }
    assert_eq!(all, wanted);
}

const BEFORE: &str = r#"(module (import "env" "ask" (func $ask (result i32)))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (result i32)
    (drop (call $ask)) (drop (call $two))
    (if (i32.const 1) (then (nop)) (else (unreachable)))
    (i32.add (call $two) (i32.const 40))))"#;

/// What becomes of the state after so many steps when the text is edited.
fn after_edit(text: &str, here: u64, part: u64) -> Verdict {
    let timeline = known(&entered(BEFORE), u64::MAX, here, 3);
    let new = entered(text);
    let likeness = Likeness::new(&timeline, &new, usize::MAX);
    let mut likeness = likeness.expect("there is room");
    loop {
        if let Some(verdict) = likeness.advance(&timeline, part) {
            assert_eq!(timeline.step(), here);
            return verdict;
        }
    }
}

#[test]
fn a_step_is_the_same_while_nothing_executed_before_it_was_edited() {
    let last = states(&entered(BEFORE), 100).len() as u64 - 1;
    for part in [1, 2, 100] {
        for here in [0, 3, last - 1, last] {
            assert_eq!(after_edit(BEFORE, here, part), Verdict::Alike, "at {here}");
        }
        // What is not executed, and what comes after.
        let other = BEFORE.replace("(unreachable)", "(nop) (unreachable)");
        assert_eq!(after_edit(&other, last, part), Verdict::Alike);
        // A function before the others.
        let moved = BEFORE.replace("(func $two", "(func $one (nop)) (func $two");
        assert_eq!(after_edit(&moved, last, part), Verdict::Alike);
        let later = BEFORE.replace("const 40", "const 41");
        assert_eq!(after_edit(&later, last - 3, part), Verdict::Alike);
        assert_eq!(
            after_edit(&later, last - 2, part),
            Verdict::Differs(last - 3)
        );
        assert_eq!(after_edit(&later, last, part), Verdict::Differs(last - 3));
        // Another path by another value, another host function, nothing at all.
        let other = BEFORE.replace("(if (i32.const 1)", "(if (i32.const 0)");
        assert_eq!(after_edit(&other, last, part), Verdict::Differs(6));
        let other = BEFORE.replace(r#""ask""#, r#""say""#);
        assert_eq!(after_edit(&other, last, part), Verdict::Differs(0));
        let other = BEFORE.replace("$two (result i32)", "$three (result i32)");
        let other = other.replace("call $two", "call $three");
        assert_eq!(after_edit(&other, last, part), Verdict::Differs(3));
    }
}

#[test]
fn a_run_is_like_itself() {
    for number in 0..30 {
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = written(&mut rng)
            .chain(generated(&mut Rng::with_seed(number)))
            .collect();
        for program in programs {
            let states = states(&program.machine, 300);
            let here = rng.usize(..states.len());
            let timeline = known(&program.machine, here as u64, here as u64, 50);
            let new = Likeness::new(&timeline, &program.machine, usize::MAX);
            let verdict = new.expect("there is room").advance(&timeline, u64::MAX);
            assert_eq!(verdict, Some(Verdict::Alike), "{:?}", states[here].status());
            assert!(
                *timeline.machine() == states[here] || states[here].status() != &Status::Running
            );
        }
    }
}
