//! The heap: what is collected and what is not, when, and what a person sees of it.

use wasmscope::exec::{Answer, AnswerError, Outcome};
use wasmscope::load::load;
use wasmscope::runtime::{
    Call, ExternVal, Limit, Machine, MachineLimits, ObjectKind, Ref, Status, Trap, Value,
};
use wasmscope::time::{History, Timeline};

/// Types and functions that most programs here use.
const LIST: &str = "
    (type $node (struct (field $value i32) (field $next (ref null $node))))
    (func $push (param $list (ref null $node)) (param $value i32) (result (ref $node))
      (struct.new $node (local.get $value) (local.get $list)))
    (func $sum (param $list (ref null $node)) (result i32)
      (local $sum i32)
      (block $done
        (loop $again
          (br_on_null $done (local.get $list))
          (local.set $sum (i32.add (struct.get $node $value) (local.get $sum)))
          (local.set $list (struct.get $node $next (local.get $list)))
          (br $again)))
      (local.get $sum))
    (func $waste (param $count i32)
      (loop $again
        (drop (struct.new $node (local.get $count) (ref.null $node)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))";

/// A machine before the first instruction of the export `run`.
fn machine(fields: &str, heap: u64) -> Machine {
    let text = format!("(module {LIST} {fields})");
    let program = load(text.as_bytes()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let limits = MachineLimits {
        heap,
        frames: 1_000,
        ..MachineLimits::default()
    };
    let mut machine = Machine::new(limits);
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is instantiated");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export("run") else {
        panic!("{text} exports no function `run`");
    };
    let args = vec![];
    machine
        .enter(vec![Call { func, args }])
        .expect("`run` takes nothing");
    machine
}

/// Runs to the end, which has to be a return of one i32.
fn run(machine: &mut Machine) -> i32 {
    assert_eq!(machine.run(u64::MAX), Outcome::Ended);
    match machine.status() {
        Status::Returned(results) => match results[..] {
            [Value::I32(result)] => result,
            _ => panic!("it returned {results:?}"),
        },
        status => panic!("it ended as {status:?}"),
    }
}

/// What is reachable from a place survives that far more is allocated than the heap holds.
fn survives(place: &str, fields: &str, body: &str) {
    let fields = format!("{fields} (func (export \"run\") (result i32) {body})");
    assert_eq!(run(&mut machine(&fields, 5_000)), 42, "{place}");
}

#[test]
fn a_program_that_makes_garbage_for_ever_runs_in_bounded_memory() {
    let fields = "(func (export \"run\") (loop $again (call $waste (i32.const 1000)) (br $again)))";
    let mut machine = machine(fields, 100_000);
    for _ in 0..20 {
        assert_eq!(machine.run(200_000), Outcome::Paused);
        assert!(machine.store().heap().units() <= 100_000);
    }
    let numbers = machine.store().heap().objects();
    let newest = numbers.map(|(_, object)| object.number()).max();
    assert!(newest > Some(300_000), "{newest:?} objects were made");
}

#[test]
fn what_is_reachable_is_kept_wherever_it_is() {
    let list = "(call $push (call $push (ref.null $node) (i32.const 40)) (i32.const 2))";
    let waste = "(call $waste (i32.const 10000))";
    survives(
        "an operand of a caller",
        "",
        &format!("(call $sum {list} {waste})"),
    );
    survives(
        "a local",
        "",
        &format!(
            "(local $l (ref null $node)) (local.set $l {list}) {waste} (call $sum (local.get $l))"
        ),
    );
    survives(
        "a local behind a vector",
        "",
        &format!(
            "(local $v v128) (local $l (ref null $node)) (local.set $l {list}) {waste}
             (call $sum (local.get $l))"
        ),
    );
    survives(
        "a global",
        "(global $g (mut anyref) (ref.null any))",
        &format!(
            "(global.set $g {list}) {waste} (call $sum (ref.cast (ref $node) (global.get $g)))"
        ),
    );
    survives(
        "a table",
        "(table $t 3 anyref)",
        &format!(
            "(table.set $t (i32.const 2) {list}) {waste}
             (call $sum (ref.cast (ref $node) (table.get $t (i32.const 2))))"
        ),
    );
    survives(
        "an element segment",
        "(table $t 3 (ref null $node))
         (elem $e (ref null $node) (struct.new $node (i32.const 42) (ref.null $node)))",
        &format!(
            "{waste} (table.init $t $e (i32.const 1) (i32.const 0) (i32.const 1))
             (call $sum (table.get $t (i32.const 1)))"
        ),
    );
    survives(
        "an array of a structure behind a vector",
        "(type $array (array (mut (ref null $node))))
         (type $holder (struct (field v128) (field (ref $array))))",
        &format!(
            "(local $h (ref null $holder))
             (local.set $h (struct.new $holder (v128.const i64x2 -1 -1)
               (array.new $array {list} (i32.const 3))))
             {waste}
             (call $sum (array.get $array (struct.get $holder 1 (local.get $h)) (i32.const 2)))"
        ),
    );
    survives(
        "an exception",
        "(tag $t (param i64 v128 (ref null $node)))",
        &format!(
            "(local $e exnref)
             (block $all (result exnref)
               (try_table (catch_all_ref $all)
                 (throw $t (i64.const -1) (v128.const i64x2 -1 -1) {list}))
               (unreachable))
             (local.set $e) {waste}
             (block $one (result i64 v128 (ref null $node))
               (try_table (catch $t $one) (throw_ref (local.get $e))) (unreachable))
             (call $sum) (local.set 1) (drop) (drop) (local.get 1)"
        )
        .replacen("(local $e exnref)", "(local $e exnref) (local i32)", 1),
    );
    survives(
        "a reference that counts as the host's",
        "",
        &format!(
            "(local $x externref) (local.set $x (extern.convert_any {list})) {waste}
             (call $sum (ref.cast (ref $node) (any.convert_extern (local.get $x))))"
        ),
    );
}

#[test]
fn what_cannot_fit_exhausts_the_heap_and_the_last_state_is_exact() {
    let fields = "(func (export \"run\") (local $l (ref null $node))
        (loop $again
          (local.set $l (call $push (local.get $l) (i32.const 1)))
          (br $again)))";
    let mut full = machine(fields, 3_000);
    assert_eq!(full.run(u64::MAX), Outcome::Exhausted(Limit::Heap));
    assert_eq!(*full.status(), Status::Running);
    let mut fresh = machine(fields, 3_000);
    assert_eq!(fresh.run(full.steps()), Outcome::Paused);
    assert!(fresh == full, "the state before the instruction");
    assert_eq!(fresh.digest(), full.digest());
    assert_eq!(full.step(), Outcome::Exhausted(Limit::Heap));

    let array = "(type $a (array i8)) (func (export \"run\") (result i32)
        (array.len (array.new_default $a (i32.const -1))))";
    let mut huge = machine(array, 3_000);
    assert_eq!(huge.run(u64::MAX), Outcome::Exhausted(Limit::Heap));
}

#[test]
fn collection_happens_at_the_same_steps_however_a_run_is_cut() {
    let fields = "(func (export \"run\") (result i32) (local $l (ref null $node)) (local $i i32)
        (local.set $i (i32.const 60))
        (loop $again
          (call $waste (i32.const 30))
          (local.set $l (call $push (local.get $l) (local.get $i)))
          (br_if $again (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
        (call $sum (local.get $l)))";
    let mut whole = machine(fields, 1_000);
    assert_eq!(run(&mut whole), 60 * 61 / 2);
    let mut cut = machine(fields, 1_000);
    let mut numbers = fastrand::Rng::with_seed(4);
    let mut snapshot = cut.snapshot();
    while *cut.status() == Status::Running {
        // Back to an earlier state now and then, and forwards again.
        match numbers.u8(..8) {
            0 => snapshot = cut.snapshot(),
            1 => cut.restore(&snapshot),
            _ => {}
        }
        cut.run(numbers.u64(1..200));
    }
    assert!(cut == whole);
    assert_eq!(cut.digest(), whole.digest());
}

#[test]
fn an_object_keeps_its_number_and_no_other_gets_it() {
    let fields = "(global $kept (mut (ref null $node)) (ref.null $node))
        (func (export \"run\") (result i32)
          (call $waste (i32.const 10))
          (global.set $kept (call $push (ref.null $node) (i32.const 42)))
          (loop $again (call $waste (i32.const 1000)) (br $again))
          (unreachable))";
    let mut machine = machine(fields, 500);
    let kept = |machine: &Machine| match machine
        .store()
        .global(wasmscope::runtime::GlobalAddr(0))
        .value()
    {
        Value::Ref(_, reference) => reference,
        other => panic!("{other:?} is no reference"),
    };
    while kept(&machine) == Ref::Null {
        machine.step();
    }
    let first = kept(&machine);
    assert_eq!(
        Value::Ref(wasmscope::syntax::RefType::EXTERNREF, first).to_string(),
        "struct 10"
    );
    let mut newest = 0;
    for _ in 0..50 {
        machine.run(1_000);
        assert_eq!(kept(&machine), first);
        let heap = machine.store().heap();
        let object = heap
            .get(first.object().expect("an object"))
            .expect("it is there");
        assert_eq!(object.slots()[0], 42);
        assert!(matches!(object.kind, ObjectKind::Struct(_)));
        let numbers = heap.objects().map(|(_, object)| object.number());
        let now = numbers.max().unwrap_or_default();
        assert!(now >= newest, "numbers only grow");
        newest = now;
    }
    assert!(newest > 2_000);
}

#[test]
fn calls_in_the_place_of_the_caller_take_no_room() {
    let fields = "(type $f (func (param i32) (result i32)))
        (table $t 1 funcref) (elem (table $t) (i32.const 0) func $c)
        (elem declare func $a)
        (func $a (type $f) (if (i32.eqz (local.get 0)) (then (return (i32.const 42))))
          (return_call $b (i32.sub (local.get 0) (i32.const 1))))
        (func $b (type $f) (local i64 i64 i64)
          (return_call_indirect $t (type $f) (local.get 0) (i32.const 0)))
        (func $c (type $f) (return_call_ref $f (local.get 0) (ref.func $a)))
        (func (export \"run\") (result i32) (call $a (i32.const 300000)))";
    let mut machine = machine(fields, 1_000);
    let mut deepest = 0;
    while *machine.status() == Status::Running {
        machine.run(99_991);
        deepest = deepest.max(machine.frames().len());
    }
    assert_eq!(deepest, 2);
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(42)]));
}

#[test]
fn recursion_ends_at_the_depth_that_was_set() {
    let fields = "(func $f (export \"run\") (call $f))";
    let mut machine = machine(fields, 1_000);
    machine.run(u64::MAX);
    assert_eq!(*machine.status(), Status::Trapped(Trap::CallStackExhausted));
    assert_eq!(machine.frames().len(), 1_000);
}

#[test]
fn an_uncaught_exception_keeps_frames_and_operands() {
    let fields = "(tag $t (param i32)) (func $f (throw $t (i32.const 7)))
        (func (export \"run\") (i32.const 1) (call $f) (drop))";
    let mut machine = machine(fields, 1_000);
    assert_eq!(machine.run(u64::MAX), Outcome::Ended);
    let Status::Thrown(exception) = *machine.status() else {
        panic!("it ended as {:?}", machine.status());
    };
    assert_eq!(machine.steps(), 4);
    assert_eq!(machine.frames().len(), 2);
    assert_eq!(machine.frame_slots(1), [7]);
    let object = exception
        .object()
        .and_then(|addr| machine.store().heap().get(addr));
    assert_eq!(object.expect("the exception").slots(), [7]);
}

/// A program that gives an object to the host, makes much garbage, and asks for it again.
const GIVES: &str = r#"(module
    (type $box (struct (field i32)))
    (import "env" "take" (func $take (param structref)))
    (import "env" "back" (func $back (result structref)))
    (func $waste (param $count i32)
      (loop $again
        (drop (struct.new $box (local.get $count)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br_if $again (local.get $count))))
    (func (export "run") (result i32)
      (call $take (struct.new $box (i32.const 42)))
      (call $waste (i32.const 10000))
      (struct.get $box 0 (ref.cast (ref $box) (call $back)))))"#;

fn giving() -> Machine {
    let program = load(GIVES.as_bytes()).expect("it is valid");
    let limits = MachineLimits {
        heap: 3_000,
        ..MachineLimits::default()
    };
    let mut machine = Machine::new(limits);
    let nobody = |_: &Machine, _: &str, _: &str| None;
    let imports = wasmscope::host::provide(
        &mut machine,
        &program.module,
        &nobody,
        &|_| false,
        wasmscope::host::Unprovided::Make,
        &wasmscope::host::Overrides::new(),
    );
    let imports = imports.expect("functions are made").values;
    let instance = machine.instantiate(&program.module, &imports);
    let instance = instance.expect("it is linked");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export("run") else {
        panic!("it exports `run`");
    };
    machine.enter_call(func, &[]).expect("it takes nothing");
    machine
}

/// What a host says that keeps what it takes, or does not, and gives it back.
fn answer(machine: &Machine, kept: &mut Option<Value>, keeps: bool) -> Answer {
    let call = machine.host_call().expect("a call waits");
    match &*call.name {
        "take" => {
            *kept = Some(call.args[0]);
            let answer = Answer::default();
            if keeps { answer.keeping(&call) } else { answer }
        }
        _ => {
            let given = kept.expect("it was given");
            let Value::Ref(_, reference) = given else {
                panic!("it is a reference")
            };
            let mut answer = Answer::results(vec![given]);
            answer.releases.extend(keeps.then_some(reference));
            answer
        }
    }
}

#[test]
fn what_the_host_keeps_is_not_collected_until_it_is_released() {
    let mut machine = giving();
    let mut kept = None;
    while machine.run(u64::MAX) == Outcome::HostCall {
        let answer = answer(&machine, &mut kept, true);
        machine.answer(&answer).expect("the object is still there");
    }
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(42)]));
    assert_eq!(machine.held().count(), 0);
    // It is gone where nobody keeps it.
    let mut machine = giving();
    machine.run(u64::MAX);
    let taken = answer(&machine, &mut kept, false);
    machine.answer(&taken).expect("it takes anything");
    machine.run(u64::MAX);
    let back = answer(&machine, &mut kept, false);
    assert!(matches!(
        machine.answer(&back),
        Err(AnswerError::Results(_))
    ));
}

#[test]
fn what_the_host_keeps_is_part_of_the_state() {
    let mut machine = giving();
    machine.run(u64::MAX);
    let call = machine.host_call().expect("it gives an object");
    let keeping = Answer::default().keeping(&call);
    let (mut one, mut other) = (machine.clone(), machine.clone());
    one.answer(&keeping).expect("the object is there");
    other.answer(&Answer::default()).expect("it takes anything");
    assert!(one != other && one.digest() != other.digest());
    let reference = keeping.holds[0];
    other.hold(reference);
    assert!(one == other && one.digest() == other.digest());
    assert!(other.release(reference) && !other.release(reference));
    let snapshot = one.snapshot();
    other.restore(&snapshot);
    assert_eq!(other.held().collect::<Vec<_>>(), [(reference, 1)]);
    // More than is kept cannot be released, and what is not there not be kept.
    let wrong = |holds: &[Ref], releases: &[Ref]| Answer {
        holds: holds.to_vec(),
        releases: releases.to_vec(),
        ..Answer::default()
    };
    let mut machine = machine;
    let refused = machine.answer(&wrong(&[reference], &[reference; 2]));
    assert_eq!(refused, Err(AnswerError::NotHeld));
    let other_heap = wrong(&[Ref::from_slot(reference.to_slot() + (1 << 40))], &[]);
    assert_eq!(machine.answer(&other_heap), Err(AnswerError::Gone));
    let passed_on = wrong(&[reference], &[reference]);
    assert_eq!(machine.answer(&passed_on), Ok(Outcome::Paused));
}

#[test]
fn what_the_host_keeps_is_kept_in_every_direction_of_time() {
    let mut timeline = Timeline::new(
        giving(),
        History {
            bytes: 1 << 20,
            gap: 999,
        },
    );
    let mut kept = None;
    while timeline.run(u64::MAX) == Outcome::HostCall {
        let answer = answer(timeline.machine(), &mut kept, true);
        timeline.answer(answer).expect("the object is still there");
    }
    let end = timeline.known();
    for step in [end, 3, end - 2, 2, end - 1, end / 2, end] {
        timeline.seek(step, u64::MAX);
        let held = timeline.machine().held().count();
        let holds = (3..end - 2).contains(&step);
        assert_eq!(held, usize::from(holds), "at {step} of {end}");
    }
    assert_eq!(
        *timeline.machine().status(),
        Status::Returned(vec![Value::I32(42)])
    );
}
