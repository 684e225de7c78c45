//! Traps taken apart, the way of exceptions, and where branches go, through the public
//! interface. That they agree with the machine is tested on the official suites
//! (`explain_suite.rs`).

mod watching;

use wasmscope::explain::{self, Autopsy};
use wasmscope::observe::Flight;
use wasmscope::runtime::{Machine, MachineLimits, Status};
use wasmscope::view::{Bound, Lens};
use watching::{enter, entered, instance_within};

/// Runs a body to its end, which is a trap.
fn trapped(module: &str) -> Autopsy {
    let (mut machine, _) = entered(module, &[]);
    machine.run(100_000);
    assert!(matches!(machine.status(), Status::Trapped(_)), "{module}");
    explain::autopsy(&machine, Lens::default()).expect("it has trapped")
}

fn roles(autopsy: &Autopsy) -> Vec<String> {
    let operands = autopsy.operands.iter().map(|operand| {
        let mark = if operand.decides { "" } else { "~" };
        format!("{mark}{} {}", operand.role, operand.value.text)
    });
    operands.collect()
}

#[test]
fn each_kind_of_trap_has_its_operands_and_its_bound() {
    const STORE: &str = "(memory 1) (func (export \"main\") i32.const 9 i32.const 65534 i64.const 7
        i64.store offset=8 drop)";
    let store = trapped(&format!("(module {STORE})"));
    assert_eq!(store.message, "out of bounds memory access");
    assert_eq!(store.instruction.as_deref(), Some("i64.store offset=8"));
    assert_eq!(roles(&store), ["address 65534", "~value 7"]);
    assert_eq!(store.operands[0].index, 1, "9 lies below");
    let Bound::Range(range) = &store.bound else {
        panic!("{:?}", store.bound);
    };
    assert_eq!(
        (range.first(), range.end(), u128::from(range.size)),
        (65542, 65550, 65536)
    );
    assert_eq!(
        (&*range.of, range.unit, range.count),
        ("memory 0", "byte", 8)
    );

    let divided = trapped(
        "(module (func (export \"main\") (result i32) (i32.div_u (i32.const -1) (i32.const 0))))",
    );
    assert_eq!(roles(&divided), ["dividend -1", "divisor 0"]);
    let parts = ("4294967295".to_owned(), "0".to_owned());
    assert!(
        matches!(divided.bound, Bound::Division { dividend, divisor }
        if (dividend.clone(), divisor.clone()) == parts)
    );

    let float = trapped(
        "(module (func (export \"main\") (result i32) (i32.trunc_f64_u (f64.const -1.5))))",
    );
    assert_eq!(roles(&float), ["value -1.5"]);
    assert!(matches!(float.bound, Bound::Integer { most, .. } if most == "4294967295"));

    const CALL: &str = "(type $f (func (param i32))) (table 2 funcref) (elem (i32.const 0) $g)
        (func $g (param i64))";
    let call = |index| {
        trapped(&format!(
            "(module {CALL} (func (export \"main\")
                (call_indirect (type $f) (i32.const 5) (i32.const {index}))))"
        ))
    };
    let wrong = call(0);
    assert_eq!(roles(&wrong), ["~argument 5", "index 0"]);
    let Bound::Type { found, wanted, .. } = wrong.bound else {
        panic!("{:?}", wrong.bound);
    };
    assert_ne!(found, Some(wanted));
    assert_eq!(call(1).bound, Bound::Null);
    assert!(
        matches!(call(2).bound, Bound::Range(range) if range.of == "table 0" && range.size == 2)
    );

    let array = trapped(
        "(module (type $a (array i32)) (func (export \"main\") (result i32)
            (array.get $a (array.new_default $a (i32.const 3)) (i32.const 3))))",
    );
    assert_eq!(roles(&array), ["array array 0", "index 3"]);
    assert!(matches!(array.bound, Bound::Range(range) if range.size == 3 && range.end() == 4));

    let never = trapped("(module (func (export \"main\") unreachable))");
    assert_eq!((never.bound, never.operands.len()), (Bound::Unreachable, 0));
}

#[test]
fn the_call_stack_of_a_trap_is_cut_and_counted() {
    let module = "(module (func $f (export \"main\") (call $f)))";
    let limits = MachineLimits {
        frames: 40,
        ..MachineLimits::default()
    };
    let (mut machine, main) = instance_within(module, limits);
    enter(&mut machine, main, "main", &[]);
    machine.run(1_000);
    let autopsy = explain::autopsy(&machine, Lens::default()).expect("it has trapped");
    assert_eq!(
        (autopsy.depth, autopsy.calls.len()),
        (40, Autopsy::MOST_CALLS)
    );
    assert_eq!(autopsy.calls[0].depth, 39, "innermost first");
    let bound = Bound::Room {
        unit: "frames",
        used: 40,
        more: 1,
        most: 40,
    };
    assert_eq!(autopsy.bound, bound);
}

/// A machine at the first `throw` or `throw_ref`.
fn throwing(module: &str) -> (Machine, Flight) {
    let (mut machine, _) = entered(module, &[]);
    for _ in 0..1_000 {
        if let Some(flight) = explain::flight(&machine, Lens::default()) {
            return (machine, flight);
        }
        machine.step();
    }
    panic!("nothing is thrown: {module}");
}

/// `function: try_table clauses, …` for each frame.
fn way(flight: &Flight) -> Vec<String> {
    let frames = flight.frames.iter().map(|frame| {
        let handlers = frame.handlers.iter().map(|handler| {
            let clauses = handler.clauses.iter().map(|clause| {
                let mark = if clause.why.matches() { "+" } else { "-" };
                format!("{mark}{}", clause.text)
            });
            format!("[{}]", clauses.collect::<Vec<_>>().join(" "))
        });
        let handlers: String = handlers.collect();
        format!("{}~{} {handlers}", frame.passed, frame.name)
    });
    frames.map(|frame| frame.trim_end().to_owned()).collect()
}

const FLIGHT: &str = r#"
    (tag $a (param i32)) (tag $b)
    (func $throws (try_table (throw $a (i32.const 7))))
    (func $deep (param i32)
        (if (local.get 0)
            (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
            (else (call $throws))))
    (func $middle (block $h (try_table (catch $b $h) (try_table (catch $b $h) (catch $b $h)
        (call $deep (i32.const 2))))))"#;

#[test]
fn each_handler_on_the_way_of_an_exception_is_told() {
    let caught = format!(
        r#"(module {FLIGHT} (func $main (export "main") (result i32)
            (block $h (result i32)
                (try_table (catch $b 1) (catch $a $h) (catch_all 1) (call $middle))
                (i32.const 0))))"#
    )
    // Its other clauses have nothing to carry.
    .replace("(catch $b 1) ", "")
    .replace(" (catch_all 1)", "");
    let (mut machine, flight) = throwing(&caught);
    assert!(flight.caught);
    assert_eq!(flight.tag, "$a");
    let steps = [
        "0~throws []",
        "3~middle [-catch $b -catch $b][-catch $b]",
        "0~main [+catch $a]",
    ];
    assert_eq!(way(&flight), steps);
    let landed = &flight.frames[2].handlers[0].clauses[0];
    machine.step();
    assert_eq!(machine.frames().len(), 1);
    assert!(!landed.leaves);
    assert_eq!(machine.frames()[0].pc, landed.target);
    let sentence = explain::before(&machine, Lens::default()).expect("it goes on");
    assert_eq!(sentence.flight, None, "that was the step before");
}

#[test]
fn an_exception_that_nobody_catches_passes_them_all() {
    let module = format!(r#"(module {FLIGHT} (func $main (export "main") (call $middle)))"#);
    let (mut machine, flight) = throwing(&module);
    assert!(!flight.caught);
    let steps = [
        "0~throws []",
        "3~middle [-catch $b -catch $b][-catch $b]",
        "0~main",
    ];
    assert_eq!(way(&flight), steps);
    machine.step();
    assert!(matches!(machine.status(), Status::Thrown(_)));
    let ended = explain::before(&machine, Lens::default()).expect("an ending");
    assert_eq!(ended.flight, Some(flight), "it can still be looked at");
}

/// What is said of each branch of a body.
fn branches(body: &str) -> Vec<String> {
    let module = format!("(module (func (export \"main\") (result i32) {body}))");
    let (mut machine, _) = entered(&module, &[]);
    let mut told = Vec::new();
    while *machine.status() == Status::Running {
        if let Some(branch) = explain::branch(&machine) {
            let carried: Vec<_> = branch.carried.iter().map(|one| &*one.text).collect();
            let verb = if branch.taken { "to" } else { "not to" };
            told.push(format!(
                "{verb} {} {}, pops {}, carries {carried:?}, drops {}: {}",
                branch.kind, branch.label, branch.popped, branch.dropped, branch.because
            ));
            let sentence = explain::before(&machine, Lens::default()).expect("a branch");
            assert_eq!(sentence.condition.unwrap_or_default(), branch.because);
        }
        machine.step();
    }
    told
}

#[test]
fn a_branch_says_where_it_goes_and_what_it_takes_along() {
    let told = branches(
        "(block $out (result i32)
            (block $in
                (i32.const 1) (i32.const 2) (i32.const 3) (br_if $out (i32.const 0))
                (br_if $out (i32.const 9)) (drop) (drop) (drop))
            (i32.const 0))",
    );
    let steps = [
        r#"not to block 1, pops 2, carries ["3"], drops 2: the condition is 0"#,
        r#"to block 1, pops 2, carries ["3"], drops 2: the condition is 9, not 0"#,
    ];
    assert_eq!(told, steps);
    let told = branches(
        "(local i32) (loop $again (local.set 0 (i32.add (local.get 0) (i32.const 1)))
            (block (block (br_table 0 2 1 (i32.sub (local.get 0) (i32.const 1))))
                (br $again)))
        (local.get 0)",
    );
    let steps = [
        "to block 0, pops 1, carries [], drops 0: the index is 0, which is below 2",
        "to loop 1, pops 2, carries [], drops 0: ",
        "to loop 2, pops 3, carries [], drops 0: the index is 1, which is below 2",
        "to block 1, pops 2, carries [], drops 0: the index is 2, not below 2: the default",
    ];
    assert_eq!(told, steps);
}
