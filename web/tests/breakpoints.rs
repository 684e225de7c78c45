//! Breakpoints, without a page around them.

mod started;

use started::debugger;
use wasmscope::observe::{Condition, Moment};
use wasmscope::syntax::FuncIdx;
use wasmscope_web::model::breakpoints::{Breakpoints, Extras, LineAndColumn};
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::examples::EXAMPLES;
use wasmscope_web::model::goal::{Goal, Movement};
use wasmscope_web::model::host::Nobody;
use wasmscope_web::model::jump::Jump;
use wasmscope_web::model::program::Program;
use wasmscope_web::model::waits;

fn program(text: &str) -> Program {
    Program::from_text(text).expect("the text is valid")
}

fn factorial() -> &'static str {
    let example = EXAMPLES.iter().find(|example| example.id == "factorial");
    example.expect("it is there").source
}

/// The instruction at the first place that a text is found at.
fn instruction(text: &str, token: &str) -> (u32, u32) {
    let found = program(text).instruction_at(place(text, token));
    found.expect("an instruction stands there")
}

fn place(text: &str, token: &str) -> LineAndColumn {
    let at = text.find(token).expect("it is there");
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
    (line as u32, column as u32)
}

/// Moves in parts of so much fuel.
fn go(debugger: &mut Debugger, goal: Goal, part: u64) -> Advance {
    let mut movement = Movement::breaking(goal);
    loop {
        match debugger.advance(&mut movement, part, &mut Nobody, &mut Nobody) {
            Advance::Fuel | Advance::Yielded => {}
            end => return end,
        }
    }
}

fn seek(debugger: &mut Debugger, step: u64) {
    let mut fuel = u64::MAX;
    debugger.seek(step, &mut fuel, &mut Nobody);
}

fn back(debugger: &mut Debugger, part: u64) -> Advance {
    back_to(debugger, Goal::End, part)
}

fn back_to(debugger: &mut Debugger, goal: Goal, part: u64) -> Advance {
    let mut jump = Jump::back(debugger, goal, 0);
    loop {
        let mut fuel = part;
        match jump.advance(debugger, &mut fuel, &mut Nobody, &mut Nobody) {
            Advance::Fuel | Advance::Yielded => {}
            end => return end,
        }
    }
}

#[test]
fn runs_stop_before_each_hit_and_leave_it() {
    for part in [1, 3, u64::MAX] {
        let mut debugger = debugger(factorial(), "fac", &["5"]);
        let (func, pc) = instruction(factorial(), "i64.mul");
        let id = debugger.breakpoints.add(func, pc);
        let mut hits = Vec::new();
        loop {
            match go(&mut debugger, Goal::End, part) {
                Advance::Breakpoint(hit) => {
                    assert_eq!(hit, id);
                    hits.push(debugger.step());
                }
                end => break assert_eq!(end, Advance::Ended),
            }
        }
        assert_eq!(hits.len(), 5, "each call multiplies once: {hits:?}");
    }
}

#[test]
fn step_over_and_step_out_stop_inside() {
    let mut debugger = debugger(factorial(), "fac", &["3"]);
    let (func, pc) = instruction(factorial(), "call $fac");
    debugger.breakpoints.add(func, pc);
    assert!(matches!(
        go(&mut debugger, Goal::End, 100),
        Advance::Breakpoint(_)
    ));
    let over = Goal::over(debugger.machine().expect("it runs"));
    assert!(matches!(
        go(&mut debugger, over, 100),
        Advance::Breakpoint(_)
    ));
    let depth = |debugger: &Debugger| debugger.machine().expect("it runs").frames().len();
    assert_eq!(depth(&debugger), 2);
    let out = Goal::out(debugger.machine().expect("it runs"));
    assert!(matches!(
        go(&mut debugger, out, 100),
        Advance::Breakpoint(_)
    ));
    assert_eq!(depth(&debugger), 3);
}

#[test]
fn steps_do_not_stop_at_breakpoints() {
    let mut debugger = debugger(factorial(), "fac", &["3"]);
    debugger.breakpoints.add(0, 2);
    let mut steps = Movement::from(Goal::Step(10));
    let end = debugger.advance(&mut steps, u64::MAX, &mut Nobody, &mut Nobody);
    assert_eq!((end, debugger.step()), (Advance::Goal, 10));
}

#[test]
fn back_goes_to_the_last_hit_before_every_step() {
    let mut debugger = debugger(factorial(), "fac", &["4"]);
    for token in ["i64.eqz", "i64.mul"] {
        let (func, pc) = instruction(factorial(), token);
        debugger.breakpoints.add(func, pc);
    }
    let mut hits = Vec::new();
    while let Advance::Breakpoint(id) = go(&mut debugger, Goal::End, u64::MAX) {
        hits.push((debugger.step(), id));
    }
    assert_eq!(hits.len(), 9);
    let last = debugger.last_known();
    for here in 0..=last {
        for part in [1, 7, u64::MAX] {
            seek(&mut debugger, here);
            let end = back(&mut debugger, part);
            match hits.iter().rev().find(|(step, _)| *step < here) {
                Some(&(step, id)) => {
                    assert_eq!((end, debugger.step()), (Advance::Breakpoint(id), step));
                }
                None => assert_eq!((end, debugger.step()), (Advance::Beginning, 0)),
            }
        }
    }
}

#[test]
fn back_passes_over_many_snapshots() {
    const COUNT: &str = r#"(module (func (export "count") (param $n i32) (result i32)
      (nop)
      (loop $again
        (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (local.get $n)))"#;
    let mut debugger = debugger(COUNT, "count", &["500000"]);
    let mut run = Movement::from(Goal::End);
    while debugger.advance(&mut run, u64::MAX, &mut Nobody, &mut Nobody) != Advance::Ended {}
    assert!(debugger.step() > 2 << 20, "there are several snapshots");
    let (func, pc) = instruction(COUNT, "nop");
    let id = debugger.breakpoints.add(func, pc);
    assert_eq!(back(&mut debugger, 100_000), Advance::Breakpoint(id));
    assert_eq!(debugger.step(), 0);
    assert_eq!(back(&mut debugger, 100_000), Advance::Beginning);
}

#[test]
fn back_goes_to_places_and_steps_but_not_past_breakpoints() {
    let mut debugger = debugger(factorial(), "fac", &["4"]);
    let (func, pc) = instruction(factorial(), "i64.mul");
    let (line, _) = place(factorial(), "i64.mul");
    let mut run = Movement::from(Goal::End);
    let mut hits = Vec::new();
    run.goal = Goal::Place {
        func: FuncIdx(func),
        pc,
    };
    while debugger.advance(&mut run, u64::MAX, &mut Nobody, &mut Nobody) == Advance::Goal {
        hits.push(debugger.step());
        run.moved = false;
    }
    assert_eq!(hits.len(), 4);
    let last = debugger.last_known();
    for goal in [
        Goal::Place {
            func: FuncIdx(func),
            pc,
        },
        Goal::Line(line),
    ] {
        for part in [1, 7, u64::MAX] {
            seek(&mut debugger, last);
            for hit in hits.iter().rev() {
                assert_eq!(back_to(&mut debugger, goal, part), Advance::Goal);
                assert_eq!(debugger.step(), *hit);
            }
            assert_eq!(back_to(&mut debugger, goal, part), Advance::Beginning);
        }
    }
    seek(&mut debugger, last);
    assert_eq!(back_to(&mut debugger, Goal::Step(9), 5), Advance::Goal);
    assert_eq!(debugger.step(), 9);
    seek(&mut debugger, last);
    let id = debugger.breakpoints.add(func, pc);
    let first = hits[0];
    for (floor, end) in [(first, Advance::Breakpoint(id)), (first + 1, Advance::Goal)] {
        seek(&mut debugger, first + 3);
        assert_eq!(back_to(&mut debugger, Goal::Step(floor), 5), end);
        assert_eq!(debugger.step(), floor);
    }
}

#[test]
fn fuel_ends_a_movement_to_any_goal() {
    let (func, pc) = instruction(factorial(), "i64.mul");
    for goal in [
        Goal::End,
        Goal::Step(90),
        Goal::Place {
            func: FuncIdx(func),
            pc,
        },
        Goal::Line(7),
    ] {
        for part in [1, 3, u64::MAX] {
            let mut debugger = debugger(factorial(), "fac", &["9"]);
            let mut run = Movement {
                last: Some(11),
                ..Movement::breaking(goal)
            };
            let end = loop {
                match debugger.advance(&mut run, part, &mut Nobody, &mut Nobody) {
                    Advance::Fuel => {}
                    end => break end,
                }
            };
            assert_eq!((end, debugger.step()), (Advance::Spent, 11), "{goal:?}");
        }
    }
}

#[test]
fn numbers_are_never_used_again() {
    let mut all = Breakpoints::default();
    let (first, second) = (all.add(1, 5), all.add(0, 3));
    assert_eq!(all.add(1, 5), first, "it is there already");
    let order: Vec<_> = all.list().iter().map(|(id, _)| *id).collect();
    assert_eq!(order, [second, first]);
    assert!(all.remove(first));
    assert!(!all.remove(first));
    assert!(all.toggle(0, 1, 5));
    assert!(!all.list().iter().any(|(id, _)| *id == first));
    assert!(!all.toggle(0, 1, 5));
    assert!(!all.toggle(0, 0, 3));
    assert!(all.is_empty());
}

const FOLDED: &str = r#"(module
  (import "env" "f" (func))
  (func (export "run") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 1)))
  (func (param i32)
    ;; nothing
    nop))"#;

#[test]
fn a_line_has_a_first_instruction_and_a_place_its_own() {
    let program = program(FOLDED);
    assert_eq!(
        program.first_on_line(4),
        Some((1, 0)),
        "local.get runs first"
    );
    assert_eq!(program.instruction_near((4, 6)), Some((1, 2)), "i32.add");
    assert_eq!(program.instruction_near((4, 30)), Some((1, 1)), "i32.const");
    assert_eq!(program.first_on_line(7), Some((2, 0)));
    for line in [1, 2, 3, 5, 6, 8, 0] {
        assert_eq!(program.first_on_line(line), None, "line {line}");
    }
    assert_eq!(program.instruction_near((6, 5)), None);
    assert_eq!(program.instruction_count(0), None, "it is imported");
    assert_eq!(program.instruction_count(1), Some(4));
    assert_eq!(program.instruction_count(3), None);
}

#[test]
fn breakpoints_follow_their_tokens() {
    let mut all = Breakpoints::default();
    let add = all.add(1, 2);
    let nop = all.add(2, 0);
    let lost = all.add(1, 0);
    // Another import, and another instruction before.
    let edited = FOLDED
        .replace("(import", "(import \"env\" \"g\" (func))\n  (import")
        .replace("nop", "nop\n    nop");
    let places = [
        (add, place(&edited, "i32.add")),
        (nop, (9, 5)),
        // No instruction begins there any more.
        (lost, (4, 3)),
    ];
    let before = program(FOLDED);
    let edited = program(&edited);
    all.follow(0, Some(&before), &edited, &places);
    let views = all
        .list()
        .into_iter()
        .map(|(id, at)| edited.view_of(id, at));
    let now: Vec<_> = views.map(|view| (view.id, view.func, view.pc)).collect();
    assert_eq!(now, [(add, Some(2), Some(2)), (nop, Some(3), Some(1))]);
    all.follow(0, None, &edited, &[]);
    assert!(all.is_empty());
}

#[test]
fn a_breakpoint_reads_well() {
    let program = program(FOLDED);
    let mut all = Breakpoints::default();
    all.add(1, 2);
    all.add(1, 3);
    let views: Vec<_> = all
        .list()
        .into_iter()
        .map(|(id, at)| program.view_of(id, at))
        .collect();
    assert_eq!(
        (views[0].op.as_str(), views[0].line, views[0].column),
        ("i32.add", Some(4), Some(6))
    );
    assert_eq!(views[1].op, "end");
}

const WATCHED: &str = r#"(module
  (import "env" "log" (func $log (param i32)))
  (memory 1) (table 4 funcref) (global $g (mut i32) (i32.const 0))
  (func $count (export "count") (param $n i32) (local $i i32)
    (loop $again
      (i32.store8 (local.get $i) (i32.const 7))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (global.set $g (i32.mul (local.get $i) (i32.const 2)))
      (br_if $again (i32.lt_u (local.get $i) (local.get $n))))))"#;

#[test]
fn what_is_waited_for_reads_as_it_is_written() {
    let program = program(WATCHED);
    for (on, of, written, words) in [
        ("instruction", "$count 2", "$count 2", "i32.const"),
        ("entry", "count", "$count", "entry of $count"),
        ("exit", "1", "$count", "exit of $count"),
        ("opcode", "local.set", "local.set", "every local.set"),
        ("host", "", "", "host call *.*"),
        ("host", "env", "env", "host call env.*"),
        ("host", "env.log", "env.log", "host call env.log"),
        ("trap", "", "", "trap"),
        ("write", "64", "0x40", "write of 1 byte at 0x40"),
        ("read", " 0x40 , 4 ", "0x40, 4", "read of 4 bytes at 0x40"),
        ("access", "1, 2, 0", "0x1, 2", "access of 2 bytes at 0x1"),
        ("local", "$count $i", "$count $i", "local $i of $count"),
        ("local", "count 0", "$count $n", "local $n of $count"),
        ("global", "g", "$g", "global $g"),
        ("table", "3", "3", "table 0, element 3"),
        ("table", "0, 2, 0", "0, 2", "table 0, 2 elements from 0"),
    ] {
        let event = waits::read(on, of, &program).unwrap_or_else(|why| panic!("{on} {of}: {why}"));
        assert_eq!(
            waits::write(&event, &program.module),
            (on, written.to_owned())
        );
        assert_eq!(event.words(&program.module), words);
        assert_eq!(waits::read(on, written, &program), Ok(event));
    }
    for (on, of, why) in [
        ("entry", "$nobody", "there is no function `$nobody`"),
        ("entry", "9", "there is no function 9"),
        ("exit", "$log", "is imported"),
        (
            "opcode",
            "i32.ad",
            "no instruction of this program is `i32.ad`",
        ),
        ("host", "env.other", "nothing is imported as `env.other`"),
        ("write", "x", "`x` is no number"),
        ("write", "", "`` is no number"),
        ("write", "1, 0", "at least 1"),
        ("write", "1, 1, 1", "the module has 1 memory"),
        ("write", "1, 1, 0, 0", "three numbers at most"),
        ("local", "$count", "a function and a local"),
        ("local", "$count $x", "there is no local `$x`"),
        ("local", "$count 5", "there is no local 5: there are 2"),
        ("global", "3", "there is no global 3"),
        ("table", "0, 1, 2", "there is no table 2"),
        ("instruction", "1 99", "has no instruction 99"),
        ("what", "", "on takes entry, exit"),
    ] {
        let error = waits::read(on, of, &program).expect_err(of);
        assert!(error.contains(why), "{on} {of}: {error}");
    }
}

/// Adds a breakpoint as it is typed.
fn typed(debugger: &mut Debugger, on: &str, of: &str, extras: &Extras) -> u32 {
    debugger
        .add_breakpoint(on, of, extras)
        .unwrap_or_else(|why| panic!("{on} {of}: {why}"))
}

#[test]
fn a_stop_says_what_has_happened() {
    for part in [1, 9, u64::MAX] {
        let mut debugger = debugger(WATCHED, "count", &["9"]);
        let local = typed(&mut debugger, "local", "$count $i", &Extras::default());
        assert_eq!(
            go(&mut debugger, Goal::End, part),
            Advance::Breakpoint(local)
        );
        debugger.stopped_at = Some(local);
        let words = debugger.stop_in_words();
        assert_eq!(words.as_deref(), Some("local $i of $count, 0 → 1"));
        assert!(debugger.hit.as_ref().is_some_and(|hit| hit.watch));
        debugger.breakpoints.remove(local);
        let byte = typed(&mut debugger, "write", "3", &Extras::default());
        assert_eq!(
            go(&mut debugger, Goal::End, part),
            Advance::Breakpoint(byte)
        );
        debugger.stopped_at = Some(byte);
        let words = debugger.stop_in_words();
        assert_eq!(
            words.as_deref(),
            Some("write of 1 byte at 0x3, 0x3: 00 → 07")
        );
        assert_eq!(go(&mut debugger, Goal::End, part), Advance::Ended);
        assert_eq!(back(&mut debugger, part), Advance::Breakpoint(byte));
        assert_eq!(back(&mut debugger, part), Advance::Beginning);
    }
}

#[test]
fn extras_are_checked_kept_and_changed() {
    let mut debugger = debugger(WATCHED, "count", &["9"]);
    let wrong = |condition: &str, log: &str| Extras {
        condition: condition.to_owned(),
        log: log.to_owned(),
        ..Extras::default()
    };
    for (extras, why) in [
        (
            wrong("$i =", ""),
            "condition: `=` compares nothing: write `==` (at character 4)",
        ),
        (
            wrong("$x == 1", ""),
            "condition: there is no local `$x` in this function, and no such global (at character 1)",
        ),
        (
            wrong("", "{$x}"),
            "message: there is no local `$x` in this function, and no such global (at character 2)",
        ),
    ] {
        let error = debugger.add_breakpoint("entry", "$count", &extras);
        assert_eq!(error, Err(why.to_owned()));
    }
    assert!(debugger.breakpoints.is_empty());
    let (func, pc) = instruction(WATCHED, "i32.store8");
    let id = debugger.breakpoints.add(func, pc);
    let extras = Extras {
        condition: "$i >= 4".to_owned(),
        hits: 2,
        once: true,
        ..Extras::default()
    };
    let of = format!("{func} {pc}");
    assert_eq!(debugger.add_breakpoint("instruction", &of, &extras), Ok(id));
    let view = debugger.program().map(|program| {
        let breakpoint = debugger.breakpoints.stops.get(id).expect("it is there");
        program.view_of(id, breakpoint)
    });
    let view = view.expect("a program");
    assert_eq!(
        (view.condition.as_deref(), view.hits, view.once),
        (Some("$i >= 4"), Some(2), true)
    );
    assert_eq!(
        debugger.add_breakpoint("instruction", &of, &Extras::default()),
        Ok(id)
    );
    assert!(
        debugger.breakpoints.stops.get(id).is_some_and(|b| b.once),
        "it stays as it was"
    );
    assert_eq!(go(&mut debugger, Goal::End, 100), Advance::Breakpoint(id));
    let machine = debugger.machine().expect("it runs");
    let moment = Moment {
        machine,
        main: debugger.instance().expect("an instance"),
        depth: None,
        hits: None,
    };
    let fifth = Condition::parse("$i == 5").expect("a condition");
    assert_eq!(fifth.holds(moment), Some(true));
    assert!(debugger.breakpoints.is_empty(), "once is once");
    let error = debugger.change_breakpoint(id, &extras);
    assert_eq!(error, Err(format!("there is no breakpoint {id}")));
}

#[test]
fn a_step_by_hand_counts_and_a_jump_does_not() {
    let mut debugger = debugger(WATCHED, "count", &["9"]);
    let log = Extras {
        log: "{$i}".to_owned(),
        ..Extras::default()
    };
    let id = typed(&mut debugger, "opcode", "i32.store8", &log);
    for _ in 0..30 {
        let goal = Goal::Step(debugger.step() + 1);
        let mut step = Movement::from(goal);
        debugger.advance(&mut step, 1, &mut Nobody, &mut Nobody);
    }
    let logged = debugger.breakpoints.stops.take_logged();
    let texts: Vec<&str> = logged.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["0", "1"], "the third comes later");
    seek(&mut debugger, 100);
    back(&mut debugger, 7);
    assert_eq!(debugger.breakpoints.stops.hits(id), 2);
    assert!(debugger.breakpoints.stops.take_logged().is_empty());
}

#[test]
fn breakpoints_on_names_follow_them() {
    let mut all = Breakpoints::default();
    let before = program(WATCHED);
    let typed = [
        ("local", "$count $i"),
        ("entry", "$count"),
        ("global", "$g"),
        ("write", "3"),
    ];
    for (on, of) in typed {
        let event = waits::read(on, of, &before).expect("it is there");
        all.stops.add(event.into());
    }
    let edited = WATCHED
        .replace("(local $i i32)", "(local $j i64) (local $i i32)")
        .replace(
            "(memory 1)",
            "(func) (global $a i32 (i32.const 1)) (memory 1)",
        )
        .replace("(global $g", "(global $h")
        .replace("global.set $g", "global.set $h");
    let edited = program(&edited);
    all.follow(0, Some(&before), &edited, &[]);
    let list = all.list().into_iter();
    let views: Vec<_> = list.map(|(id, at)| edited.view_of(id, at)).collect();
    let now: Vec<_> = views
        .iter()
        .map(|view| (view.on, view.of.as_str()))
        .collect();
    assert_eq!(
        now,
        [
            ("local", "$count $i"),
            ("entry", "$count"),
            ("write", "0x3")
        ]
    );
    assert_eq!(views[0].func, Some(2));
}
