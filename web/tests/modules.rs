//! Several modules whose exports satisfy each other's imports by name.

use std::sync::Arc;

use wasmscope::host::console::Output;
use wasmscope::host::{Overrides, Unprovided, provide};
use wasmscope::runtime::{Machine, MachineLimits, Status};
use wasmscope::syntax::Import;
use wasmscope::time::Goal;
use wasmscope::view::{Lens, MachineState, Options, state_with};
use wasmscope_web::model::breakpoints::Extras;
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::goal::Movement;
use wasmscope_web::model::host::Nobody;
use wasmscope_web::model::jump::Jump;
use wasmscope_web::model::modules::{Failed, Linked, Modules, Source, instantiate};
use wasmscope_web::model::problems::Problem;
use wasmscope_web::model::program::Program;

const MATH: &str = r#"(module
  (func $double (export "double") (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 2))))
"#;
const HELPER: &str = r#"(module
  (import "math" "double" (func $double (param i32) (result i32)))
  (global $calls (export "calls") (mut i32) (i32.const 0))
  (func (export "twice") (param $x i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (call $double (call $double (local.get $x)))))
"#;
const MAIN: &str = r#"(module
  (import "helper" "twice" (func $twice (param i32) (result i32)))
  (func (export "main") (param $x i32) (result i32)
    (i32.add (call $twice (local.get $x)) (i32.const 1))))
"#;

fn modules(all: &[(&str, &str)]) -> Modules {
    let mut modules = Modules::default();
    for (name, text) in all {
        let added = modules.add(name, Source::Text((*text).to_owned()));
        added.expect("the name is good");
    }
    modules
}

fn link(main: &str, others: &[(&str, &str)]) -> Result<Vec<Linked>, Vec<Problem>> {
    let main = Program::from_text(main).expect("the text is valid");
    modules(others).link(&main.module, &|_| false)
}

/// What is wrong, with the number of the tab, the detail after the message.
fn wrong(main: &str, others: &[(&str, &str)]) -> Vec<(u32, String)> {
    let problems = link(main, others).expect_err("it cannot be linked");
    let told = |problem: &Problem| {
        let words = std::iter::once(&problem.message).chain(&problem.details);
        let words: Vec<&str> = words.map(String::as_str).collect();
        (problem.module, words.join(" "))
    };
    problems.iter().map(told).collect()
}

fn instances(others: &[(&str, &str)]) -> Result<(Machine, Vec<Output>), Failed> {
    let linked = link("(module)", others).expect("they go together");
    let mut machine = Machine::new(MachineLimits::default());
    let made = instantiate(&mut machine, &linked, &Overrides::new())?;
    Ok((machine, made.printed))
}

/// A debugger at step 0 of `main(x)`.
fn started(x: i32) -> Debugger {
    let main = Arc::new(Program::from_text(MAIN).expect("the text is valid"));
    let linked = modules(&[("helper", HELPER), ("math", MATH)])
        .link(&main.module, &|_| false)
        .expect("they go together");
    let mut machine = Machine::new(MachineLimits::default());
    let made = instantiate(&mut machine, &linked, &Overrides::new()).expect("they can be made");
    let provided = provide(
        &mut machine,
        &main.module,
        &|machine, module, name| made.linked.find(machine, module, name),
        &|_| false,
        Unprovided::Refuse,
        &Overrides::default(),
    )
    .expect("all is there");
    let instance = machine
        .instantiate(&main.module, &provided.values)
        .expect("it can be instantiated");
    let entry = main.entry("main").expect("it is exported").clone();
    let mut debugger = Debugger::default();
    debugger.load_with(main, linked);
    let args = vec![wasmscope::runtime::Value::I32(x)];
    debugger
        .enter(machine, instance, entry, args)
        .expect("it starts");
    debugger
}

fn state(debugger: &Debugger) -> MachineState {
    let texts = debugger.texts();
    let lens = Lens {
        main: debugger.instance(),
        positions: Some(&texts),
    };
    let machine = debugger.machine().expect("it was started");
    let max_frames = None;
    state_with(machine, Options { lens, max_frames })
}

fn go(debugger: &mut Debugger, mut movement: Movement) -> Advance {
    debugger.advance(&mut movement, 1_000_000, &mut Nobody, &mut Nobody)
}

/// The module and the line of each frame, innermost first.
fn places(state: &MachineState) -> Vec<(String, Option<u32>)> {
    let name = |module: &Option<Arc<str>>| module.as_deref().unwrap_or("main").to_owned();
    let frames = state.frames.iter();
    frames
        .map(|frame| (name(&frame.module), frame.line))
        .collect()
}

#[test]
fn each_frame_has_the_place_in_the_text_of_its_module() {
    let mut debugger = started(5);
    let mut seen = Vec::new();
    while !debugger.is_over() {
        let state = state(&debugger);
        let names: Vec<_> = places(&state).into_iter().map(|(name, _)| name).collect();
        let at = state.at.as_ref().and_then(|at| at.module.as_deref());
        assert_eq!(at.unwrap_or("main"), names[0]);
        if seen.last() != Some(&places(&state)[0]) {
            seen.push(places(&state)[0].clone());
        }
        if names == ["math", "helper", "main"] {
            let lines: Vec<_> = places(&state).into_iter().map(|(_, line)| line).collect();
            assert_eq!(lines, [Some(3), Some(6), Some(4)]);
        }
        go(&mut debugger, Goal::Step(state.step + 1).into());
    }
    let expected = [
        ("main", 4),
        ("helper", 5),
        ("helper", 6),
        ("math", 3),
        ("helper", 6),
        ("math", 3),
        ("helper", 6),
        ("main", 4),
    ];
    let expected = expected.map(|(name, line)| (name.to_owned(), Some(line)));
    assert_eq!(seen, expected);
    let machine = debugger.machine().expect("it was started");
    let results = vec![wasmscope::runtime::Value::I32(21)];
    assert_eq!(*machine.status(), Status::Returned(results));
}

#[test]
fn breakpoints_and_places_are_those_of_a_module() {
    let mut debugger = started(5);
    let id_of = |debugger: &Debugger, name: &str| {
        let linked = debugger.linked().iter();
        let found = linked.filter(|linked| *linked.name == *name);
        found.map(|linked| linked.id).next().expect("it is there")
    };
    let (helper, math) = (id_of(&debugger, "helper"), id_of(&debugger, "math"));
    // The same function and pc in two modules, and a watch of a global of a third.
    let on = debugger.breakpoints.add_in(math, 0, 2);
    let calls = debugger.add_breakpoint_in(helper, "global", "$calls", &Extras::default());
    let calls = calls.expect("there is such a global");
    debugger
        .add_breakpoint("global", "$calls", &Extras::default())
        .expect_err("the main module has no global");
    let mut ends = Vec::new();
    let end = loop {
        match go(&mut debugger, Movement::breaking(Goal::End)) {
            Advance::Breakpoint(id) => {
                let state = state(&debugger);
                ends.push((id, debugger.module_here(), state.at.expect("it runs").pc));
            }
            end => break end,
        }
    };
    assert_eq!(end, Advance::Ended);
    let expected = [
        (calls, Some(helper), 4),
        (on, Some(math), 2),
        (on, Some(math), 2),
    ];
    assert_eq!(ends, expected);
    assert!(debugger.breakpoints.remove(on) && debugger.breakpoints.remove(calls));

    // Back to a place of a module, and forth to one: function 1 of the helper is its own.
    let place = |func, pc| Goal::Place {
        func: wasmscope::syntax::FuncIdx(func),
        pc,
    };
    let mut jump = Jump::back(&debugger, place(1, 6), helper);
    let end = jump.advance(&mut debugger, &mut 100_000, &mut Nobody, &mut Nobody);
    assert_eq!((end, debugger.module_here()), (Advance::Goal, Some(helper)));
    let back = debugger.step();
    debugger.seek(0, &mut 100_000, &mut Nobody);
    let movement = Movement {
        module: helper,
        ..Movement::breaking(place(1, 6))
    };
    assert_eq!(go(&mut debugger, movement), Advance::Goal);
    assert_eq!(debugger.step(), back);
    // No such place is there in the main module, whose function 1 is another one.
    debugger.seek(0, &mut 100_000, &mut Nobody);
    let end = go(&mut debugger, Movement::breaking(place(1, 6)));
    assert_eq!(end, Advance::Ended);
}

#[test]
fn breakpoints_follow_the_text_of_their_own_module() {
    let mut debugger = started(5);
    let linked = debugger.linked().to_vec();
    let math = linked.iter().find(|linked| &*linked.name == "math");
    let math = math.expect("it is there");
    let own = debugger.breakpoints.add_in(math.id, 0, 2);
    let main = debugger.breakpoints.add(1, 1);
    let edited = MATH.replace("(func $double", "(func $other)\n  (func $double");
    let edited = Program::from_text(&edited).expect("the text is valid");
    let places = [(own, (4, 6))];
    let all = &mut debugger.breakpoints;
    all.follow(math.id, Some(&math.program), &edited, &places);
    assert_eq!(all.at(math.id, 1, 2), Some(own));
    assert_eq!(all.at(0, 1, 1), Some(main));
    all.keep_in(|module| module == 0);
    assert_eq!((all.at(math.id, 1, 2), all.at(0, 1, 1)), (None, Some(main)));
}

#[test]
fn modules_are_instantiated_after_what_they_import_from() {
    let named = |linked: &[Linked]| -> Vec<String> {
        linked
            .iter()
            .map(|linked| linked.name.to_string())
            .collect()
    };
    for others in [
        [("helper", HELPER), ("math", MATH)],
        [("math", MATH), ("helper", HELPER)],
    ] {
        let linked = link(MAIN, &others).expect("they go together");
        assert_eq!(named(&linked), ["math", "helper"]);
    }
    let one = r#"(module (import "two" "f" (func)) (func (export "f")))"#;
    let two = r#"(module (import "one" "f" (func)) (func (export "f")))"#;
    assert_eq!(
        wrong("(module)", &[("one", one), ("two", two)]),
        [(
            1,
            "Modules import from each other in a circle: `one` from `two` from `one`. Each is \
             instantiated after those that it imports from: put what they share into a module \
             of its own."
                .to_owned()
        )]
    );
}

#[test]
fn what_nobody_exports_is_told_where_it_is_imported() {
    let asks = |module: &str| format!(r#"(module (import "{module}" "f" (func)))"#);
    assert_eq!(
        wrong(&asks("math"), &[("math", MATH)]),
        [(
            0,
            "`math` exports no `f`, which is imported from it. Add (export \"f\") there, or \
             import what it has: double."
                .to_owned()
        )]
    );
    let (own, main) = (asks("a"), asks("main"));
    let told = wrong(
        r#"(module (func (export "f")))"#,
        &[("a", &own), ("b", &main), ("c", "(module (nonsense))")],
    );
    assert!(told[0].0 == 3 && told.len() == 1, "{told:?}");
    let told = wrong(
        r#"(module (func (export "f")))"#,
        &[("a", &own), ("b", &main)],
    );
    let begins = |at: usize, module: u32, with: &str| {
        assert!(
            told[at].0 == module && told[at].1.starts_with(with),
            "{told:?}"
        );
    };
    begins(0, 1, "`a` imports `f` from itself.");
    begins(
        1,
        2,
        "`f` is imported from `main`, which is instantiated last.",
    );

    // What the console has may be asked of a module that has its name, as may what is given.
    let console = r#"(module (import "console" "log" (func (param i32))))"#;
    link(console, &[("console", MATH)]).expect("the page has it");
    let main = Program::from_text(&asks("math")).expect("the text is valid");
    let is_given = |import: &Import| &*import.name == "f";
    modules(&[("math", MATH)])
        .link(&main.module, &is_given)
        .expect("a script gives it");
}

#[test]
fn start_functions_are_over_before_the_first_step() {
    let (mut machine, printed) = instances(&[(
        "a",
        r#"(module
          (import "console" "log" (func $log (param i32)))
          (global $g (export "g") (mut i32) (i32.const 1))
          (func $begin (global.set $g (i32.const 7)) (call $log (global.get $g)))
          (start $begin))"#,
    )])
    .expect("it starts");
    assert_eq!(printed, [Output::Line("7".to_owned())]);
    assert_eq!(machine.run(1), wasmscope::exec::Outcome::Ended);
    let fails = |body: &str| {
        let text =
            format!(r#"(module (import "env" "ask" (func $ask)) (start $s) (func $s {body}))"#);
        let failed = instances(&[("first", "(module)"), ("a", &text)]);
        let failed = failed.expect_err("it does not start");
        assert_eq!(failed.module, 2);
        failed.message
    };
    for (body, message) in [
        ("unreachable", "`a`: its start function traps: unreachable"),
        ("(call $ask)", "`a`: its start function calls env.ask"),
        ("(loop (br 0))", "`a`: its start function has not ended"),
    ] {
        let found = fails(body);
        assert!(found.starts_with(message), "{found}");
    }
    let wrong_type = r#"(module (import "first" "f" (func (param i32))))"#;
    let failed = instances(&[
        ("first", r#"(module (func (export "f")))"#),
        ("a", wrong_type),
    ]);
    let failed = failed.expect_err("it is another type");
    assert!(
        failed.message.contains("incompatible import type"),
        "{failed:?}"
    );
}

#[test]
fn names_are_one_modules_each_and_numbers_are_never_given_again() {
    let mut all = modules(&[("a", "(module)"), ("b", "(module)")]);
    for name in ["", "  ", "main", "b", &"x".repeat(101)] {
        assert!(all.rename(1, name).is_err(), "{name}");
        assert!(name == "b" || all.add(name, Source::Text(String::new())).is_err());
    }
    assert_eq!(all.rename(1, "a"), Ok(()));
    assert_eq!(all.rename(1, "wasi"), Ok(()));
    assert_eq!(all.named("wasi").map(|tab| tab.id), Some(1));
    assert_eq!(all.add_new(), Ok(3));
    assert_eq!(all.add_new(), Ok(4));
    let names: Vec<&str> = all.tabs().iter().map(|tab| &*tab.name).collect();
    assert_eq!(names, ["wasi", "b", "module", "module2"]);
    // The next one comes into sight, or else the one before.
    assert_eq!(
        [all.remove(2), all.remove(4), all.remove(1), all.remove(3)],
        [3, 3, 3, 0]
    );
    assert_eq!(all.remove(3), 0);
    assert_eq!(all.add_new(), Ok(5));
    // The template is valid, and another text is assembled.
    assert!(all.problems().is_empty());
    all.set_text(5, "(module (func (result i32)))");
    let problems = all.problems();
    assert_eq!((problems.len(), problems[0].module), (1, 5));
    for _ in 1..wasmscope::link::MOST_MODULES {
        all.add_new().expect("there is room");
    }
    assert!(all.add_new().is_err());
}
