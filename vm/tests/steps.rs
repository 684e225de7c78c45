//! What a step is: every sentence about counting has a program here.
//!
//! Each case is a function body, the number of instructions it executes, and the `pc`s of
//! the states it goes through, so that it is seen not only how many steps there are but
//! which. All of them are stepped, run at once, and run in two slices cut at every place.

use wasmscope::exec::Outcome;
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Trap, Value};

/// A machine before the first instruction of the export `run`.
fn machine(fields: &str) -> Machine {
    let text = format!("(module {fields})");
    let program = load(text.as_bytes()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("{text} exports no function `run`");
    };
    let start = machine.start_call(instance);
    let call = wasmscope::runtime::Call {
        func: run,
        args: vec![],
    };
    machine
        .enter(start.into_iter().chain([call]).collect())
        .expect("`run` takes nothing");
    machine
}

/// The pc of the innermost frame at each state of a run.
fn pcs(machine: &mut Machine) -> Vec<u32> {
    let mut pcs = Vec::new();
    while *machine.status() == Status::Running {
        pcs.push(machine.frames().last().expect("a frame").pc);
        machine.step();
    }
    pcs
}

/// Checks a body that returns one i32 against the pcs that it goes through.
fn check(body: &str, result: i32, expected: &[u32]) {
    let fields = format!("(func (export \"run\") (result i32) {body})");
    let mut stepped = machine(&fields);
    assert_eq!(pcs(&mut stepped), expected, "{body}");
    assert_eq!(
        *stepped.status(),
        Status::Returned(vec![Value::I32(result)]),
        "{body}"
    );
    assert_eq!(stepped.steps(), expected.len() as u64, "{body}");

    let mut run = machine(&fields);
    assert_eq!(run.run(u64::MAX), Outcome::Ended, "{body}");
    assert_eq!(run.steps(), stepped.steps(), "{body}");
    for cut in 0..expected.len() as u64 {
        let mut sliced = machine(&fields);
        assert_eq!(sliced.run(cut), Outcome::Paused, "{body}");
        assert_eq!(sliced.steps(), cut, "{body}");
        sliced.run(u64::MAX);
        assert_eq!(sliced.steps(), stepped.steps(), "{body}");
        assert_eq!(sliced.status(), stepped.status(), "{body}");
    }
}

#[test]
fn straight_code_counts_each_instruction_and_the_final_end() {
    check("i32.const 7 i32.const 5 i32.add", 12, &[0, 1, 2, 3]);
    check("nop nop i32.const 1", 1, &[0, 1, 2, 3]);
}

#[test]
fn block_and_its_end_count_when_control_falls_through() {
    check("block nop end i32.const 1", 1, &[0, 1, 2, 3, 4]);
}

#[test]
fn a_branch_to_a_block_goes_on_after_its_end() {
    // 0 block, 1 br, 2 nop, 3 end, 4 const, 5 end.
    check("block br 0 nop end i32.const 1", 1, &[0, 1, 4, 5]);
}

#[test]
fn a_branch_to_a_loop_runs_and_counts_the_loop_again() {
    // Twice round: 0 const, 1 local.set, 2 loop, 3..6 decrement, 7 local.get, 8 br_if, 9 end.
    let body = "(local $i i32) i32.const 2 local.set $i
        loop local.get $i i32.const 1 i32.sub local.set $i local.get $i br_if 0 end
        i32.const 9";
    check(
        body,
        9,
        &[0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    );
}

#[test]
fn falling_into_else_is_one_step_and_goes_on_after_the_end() {
    // 0 const, 1 if, 2 const, 3 else, 4 const, 5 end, 6 end.
    let body = |condition| {
        format!("i32.const {condition} if (result i32) i32.const 7 else i32.const 8 end")
    };
    check(&body(1), 7, &[0, 1, 2, 3, 6]);
    check(&body(0), 8, &[0, 1, 4, 5, 6]);
}

#[test]
fn a_false_if_without_else_goes_on_after_its_end() {
    check("i32.const 0 if nop end i32.const 3", 3, &[0, 1, 4, 5]);
    check("i32.const 1 if nop end i32.const 3", 3, &[0, 1, 2, 3, 4, 5]);
}

#[test]
fn a_branch_to_the_function_and_return_leave_out_the_final_end() {
    check("i32.const 4 br 0", 4, &[0, 1]);
    check("i32.const 4 return", 4, &[0, 1]);
    check(
        "block i32.const 4 i32.const 1 br_if 1 drop end i32.const 5",
        4,
        &[0, 1, 2, 3],
    );
    check("i32.const 6 i32.const 0 br_table 0 0", 6, &[0, 1, 2]);
}

#[test]
fn a_branch_carries_its_values_over_what_lies_below() {
    check(
        "i32.const 1 block (result i32) i32.const 2 i32.const 3 i32.const 40 br 0 end i32.add",
        41,
        &[0, 1, 2, 3, 4, 5, 7, 8],
    );
}

#[test]
fn a_call_is_one_step_and_so_is_each_instruction_of_the_called() {
    let fields = "(func $two (result i32) i32.const 2)
        (func (export \"run\") (result i32) call $two call $two i32.add)";
    let mut machine = machine(fields);
    let mut seen = Vec::new();
    while *machine.status() == Status::Running {
        let depth = machine.frames().len();
        seen.push((depth, machine.frames()[depth - 1].pc));
        machine.step();
    }
    assert_eq!(
        seen,
        [
            (1, 0),
            (2, 0),
            (2, 1),
            (1, 1),
            (2, 0),
            (2, 1),
            (1, 2),
            (1, 3)
        ]
    );
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(4)]));
}

#[test]
fn a_bulk_instruction_is_one_step() {
    let body = "i32.const 0 i32.const 65 i32.const 60000 memory.fill i32.const 59999 i32.load8_u";
    let mut machine = machine(&format!(
        "(memory 1) (func (export \"run\") (result i32) {body})"
    ));
    assert_eq!(machine.run(100), Outcome::Ended);
    assert_eq!(machine.steps(), 7);
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(65)]));
}

#[test]
fn the_count_runs_on_from_the_start_function_into_the_export() {
    let fields = "(global $g (mut i32) (i32.const 0)) (start $init)
        (func $init i32.const 6 global.set $g)
        (func (export \"run\") (result i32) global.get $g)";
    let mut machine = machine(fields);
    assert_eq!(machine.steps(), 0);
    assert_eq!(machine.run(3), Outcome::Paused);
    // The start function has returned; nothing of the export has run.
    assert_eq!((machine.steps(), machine.frames().len()), (3, 1));
    assert_eq!(machine.frames()[0].pc, 0);
    assert_eq!(machine.frames()[0].entered, 3);
    assert_eq!(machine.run(100), Outcome::Ended);
    assert_eq!(machine.steps(), 5);
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(6)]));
}

#[test]
fn an_instruction_that_traps_counts_and_changes_nothing() {
    let cases = [
        (
            "i32.const 7 i32.const 0 i32.div_s drop",
            Trap::IntegerDivideByZero,
            2,
        ),
        (
            "i32.const 65533 i32.load drop",
            Trap::OutOfBoundsMemoryAccess,
            1,
        ),
        (
            "i32.const 65534 i32.const 9 i32.store",
            Trap::OutOfBoundsMemoryAccess,
            2,
        ),
        (
            "f32.const nan i32.trunc_f32_s drop",
            Trap::InvalidConversionToInteger,
            1,
        ),
        (
            "i32.const 3 i32.const 0 i32.const 65534 memory.fill",
            Trap::OutOfBoundsMemoryAccess,
            3,
        ),
        ("i32.const 9 call_indirect", Trap::UndefinedElement, 1),
        ("i32.const 0 call_indirect", Trap::UninitializedElement, 1),
        ("unreachable", Trap::Unreachable, 0),
    ];
    for (body, trap, at) in cases {
        let fields = format!("(memory 1) (table 2 funcref) (func (export \"run\") {body})");
        let mut machine = machine(&fields);
        machine.run(at);
        let before = machine.clone();
        assert_eq!(machine.step(), Outcome::Ended, "{body}");
        assert_eq!(*machine.status(), Status::Trapped(trap), "{body}");
        assert_eq!(machine.steps(), before.steps() + 1, "{body}");
        assert_eq!(machine.frames(), before.frames(), "{body}");
        assert_eq!(machine.frame_slots(0), before.frame_slots(0), "{body}");
        assert_eq!(machine.store(), before.store(), "{body}");
        // Going on does nothing.
        assert_eq!(machine.step(), Outcome::Ended, "{body}");
        assert_eq!(machine.steps(), before.steps() + 1, "{body}");
    }
}

#[test]
fn endless_recursion_ends_in_a_trap_at_the_limit_of_frames() {
    let program = load(b"(module (func $f (export \"run\") call $f))").expect("it is valid");
    let limits = MachineLimits {
        frames: 500,
        ..MachineLimits::default()
    };
    let mut machine = Machine::new(limits);
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("it exports `run`");
    };
    machine.enter_call(run, &[]).expect("it takes nothing");
    machine.run(u64::MAX);
    assert_eq!(*machine.status(), Status::Trapped(Trap::CallStackExhausted));
    assert_eq!((machine.frames().len(), machine.steps()), (500, 500));
}

#[test]
fn a_transition_leaves_the_state_it_begins_from() {
    let before = machine("(func (export \"run\") (result i32) i32.const 1)");
    let copy = before.clone();
    let after = wasmscope::exec::transition(&before);
    assert_eq!(before, copy);
    assert_eq!(after.steps(), 1);
    let mut stepped = before.clone();
    stepped.step();
    assert_eq!(after, stepped);
    assert_eq!(after.digest(), stepped.digest());
    assert_ne!(after.digest(), before.digest());
}

#[test]
fn a_host_call_is_one_step_when_it_is_answered() {
    use wasmscope::exec::{Answer, AnswerError, Mismatch};
    let text = b"(module (import \"env\" \"ask\" (func $ask (param i32) (result i32)))
        (func (export \"run\") (result i32) i32.const 20 call $ask i32.const 1 i32.add))";
    let program = load(text).expect("it is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let import = &program.module.imports[0];
    let wasmscope::syntax::ExternType::Func(ty) = &import.ty else {
        panic!("a function")
    };
    let ask = machine
        .store_mut()
        .add_host_func(&import.module, &import.name, ty.clone());
    let imports = [Some(ExternVal::Func(ask))];
    let instance = machine
        .instantiate(&program.module, &imports)
        .expect("it is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("it exports `run`");
    };
    machine.enter_call(run, &[]).expect("it takes nothing");
    assert_eq!(machine.run(100), Outcome::HostCall);
    assert_eq!(machine.steps(), 1);
    let call = machine.host_call().expect("a call waits");
    assert_eq!(
        (&*call.module, &*call.name, &*call.args),
        ("env", "ask", &[Value::I32(20)][..])
    );
    // Nothing moves until it is answered, and only by an answer of its type.
    assert_eq!(machine.run(100), Outcome::HostCall);
    let wrong = Answer::results(vec![Value::I64(1)]);
    assert!(matches!(
        machine.answer(&wrong),
        Err(AnswerError::Results(Mismatch::Type { index: 0, .. }))
    ));
    assert_eq!(machine.steps(), 1);
    let right = Answer::results(vec![Value::I32(41)]);
    assert_eq!(machine.answer(&right), Ok(Outcome::Paused));
    assert_eq!(machine.steps(), 2);
    assert_eq!(machine.answer(&right), Err(AnswerError::NotWaiting));
    machine.run(100);
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(42)]));
    assert_eq!(machine.steps(), 5);
}

#[test]
fn a_state_that_is_put_back_into_a_clone_goes_on_as_well() {
    let original =
        machine("(func (export \"run\") (result i32) i32.const 1 i32.const 2 nop nop i32.add)");
    let mut ahead = original.clone();
    ahead.step();
    let snapshot = ahead.snapshot();
    // A clone that never ran has a shorter stack.
    let mut fresh = Machine::new(MachineLimits::default());
    fresh.clone_from(&original);
    fresh.restore(&snapshot);
    assert_eq!(fresh, ahead);
    fresh.run(100);
    assert_eq!(*fresh.status(), Status::Returned(vec![Value::I32(3)]));
}

#[test]
fn a_function_that_is_not_in_the_store_is_no_value() {
    use wasmscope::runtime::{FuncAddr, Ref};
    use wasmscope::syntax::{RefType, ValType};
    let machine = machine("(func (export \"run\") (result i32) i32.const 1)");
    let func = |number| Value::Ref(RefType::FUNCREF, Ref::Func(FuncAddr(number)));
    assert!(machine.store().accepts(func(0), ValType::FUNCREF));
    assert!(!machine.store().accepts(func(1), ValType::FUNCREF));
    assert!(!machine.store().accepts(func(0), ValType::EXTERNREF));
}
