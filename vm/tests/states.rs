//! What a state is, and how a run can end: the sentences of the interface about states that
//! are not about counting, which `steps.rs` has.

use wasmscope::exec::{InstantiateError, Outcome};
use wasmscope::load::{Kind, load};
use wasmscope::runtime::{Call, ExternVal, Limit, Machine, MachineLimits, Status, Trap, Value};
use wasmscope::view::Place;

fn instantiated(fields: &str, limits: MachineLimits) -> (Machine, Vec<Call>) {
    let text = format!("(module {fields})");
    let program = load(text.as_bytes()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let mut machine = Machine::new(limits);
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is instantiated");
    let start = machine.start_call(instance);
    let run = machine.store().instance(instance).export("run");
    let run = run.and_then(|export| match export {
        ExternVal::Func(func) => Some(Call { func, args: vec![] }),
        _ => None,
    });
    (machine, start.into_iter().chain(run).collect())
}

/// A machine before the first instruction of the export `run`.
fn machine(fields: &str) -> Machine {
    limited(fields, MachineLimits::default())
}

fn limited(fields: &str, limits: MachineLimits) -> Machine {
    let (mut machine, calls) = instantiated(fields, limits);
    machine.enter(calls).expect("`run` takes nothing");
    machine
}

/// The function and the pc where a machine stands.
fn at(machine: &Machine) -> (u32, u32) {
    let place = Place::innermost(machine).expect("it runs");
    (place.func.0, place.frame.pc)
}

#[test]
fn state_0_is_before_the_start_function_if_there_is_one_else_before_the_invoked() {
    let start = "(func $start nop) (start $start)";
    let run = "(func (export \"run\") nop)";
    let both = machine(&format!("{start} {run}"));
    assert_eq!((both.steps(), at(&both)), (0, (0, 0)));
    let alone = machine(run);
    assert_eq!((alone.steps(), at(&alone)), (0, (0, 0)));
    let only_start = machine(start);
    assert_eq!((only_start.steps(), at(&only_start)), (0, (0, 0)));
}

#[test]
fn constant_expressions_and_segments_have_no_number() {
    let mut machine = machine(
        "(memory 1) (data (i32.const 8) \"\\2a\") (table 2 funcref) (elem (i32.const 1) $run)
         (global $g i32 (i32.add (i32.const 40) (i32.const 2)))
         (func $run (export \"run\") (result i32)
           (i32.eq (i32.load8_u (i32.const 8)) (global.get $g)))",
    );
    assert_eq!(machine.steps(), 0);
    machine.run(u64::MAX);
    assert_eq!(machine.steps(), 5);
    assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(1)]));
}

/// The pcs of the innermost frame at each state.
fn pcs(fields: &str) -> Vec<(u32, u32)> {
    let mut machine = machine(fields);
    let mut pcs = Vec::new();
    while *machine.status() == Status::Running {
        pcs.push(at(&machine));
        machine.step();
    }
    pcs
}

#[test]
fn a_tail_call_is_one_step_and_leaves_out_the_final_end() {
    let fields = "(func $one (result i32) i32.const 1)
                  (func (export \"run\") (result i32) return_call $one)";
    assert_eq!(pcs(fields), [(1, 0), (0, 0), (0, 1)]);
}

#[test]
fn a_branch_to_a_try_table_goes_on_after_its_end_which_is_not_counted() {
    let fields = "(func (export \"run\") try_table br 0 end nop)";
    assert_eq!(pcs(fields), [(0, 0), (0, 1), (0, 3), (0, 4)]);
}

#[test]
fn a_nop_counts() {
    assert_eq!(pcs("(func (export \"run\") nop)"), [(0, 0), (0, 1)]);
}

#[test]
fn an_uncaught_throw_counts_and_the_next_state_keeps_the_picture() {
    let mut machine = machine("(tag $t (param i32)) (func (export \"run\") i32.const 7 throw $t)");
    machine.run(1);
    let before = machine.clone();
    assert_eq!(machine.step(), Outcome::Ended);
    assert!(matches!(machine.status(), Status::Thrown(_)));
    assert_eq!(machine.steps(), before.steps() + 1);
    assert_eq!(machine.frames(), before.frames());
    assert_eq!(machine.frame_slots(0), before.frame_slots(0));
    assert_eq!(*before.status(), Status::Running);
}

#[test]
fn a_bulk_instruction_that_traps_has_written_nothing() {
    let cases = [
        "(memory.fill (i32.const 65530) (i32.const 7) (i32.const 7))",
        "(memory.copy (i32.const 65530) (i32.const 0) (i32.const 7))",
        "(memory.init $d (i32.const 65534) (i32.const 0) (i32.const 3))",
        "(memory.init $d (i32.const 0) (i32.const 1) (i32.const 3))",
        "(table.fill (i32.const 1) (ref.func $run) (i32.const 2))",
        "(table.copy (i32.const 1) (i32.const 0) (i32.const 2))",
        "(table.init $e (i32.const 1) (i32.const 0) (i32.const 2))",
    ];
    for body in cases {
        let mut machine = machine(&format!(
            "(memory 1) (data (i32.const 0) \"abcdefgh\") (data $d \"xyz\")
             (table 2 funcref) (elem (i32.const 0) $run) (elem $e func $run $run)
             (func $run (export \"run\") {body})"
        ));
        machine.run(3);
        let before = machine.store().clone();
        assert_eq!(machine.step(), Outcome::Ended, "{body}");
        assert!(
            matches!(
                machine.status(),
                Status::Trapped(Trap::OutOfBoundsMemoryAccess | Trap::OutOfBoundsTableAccess)
            ),
            "{body}"
        );
        assert_eq!(*machine.store(), before, "{body}");
    }
}

#[test]
fn where_a_run_was_stopped_is_no_part_of_the_state() {
    let fields = "(memory 1) (func (export \"run\") (local i32)
        (loop $l (i32.store (i32.const 0) (local.get 0))
          (br_if $l (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1)))
                              (i32.const 9)))))";
    let mut stepped = machine(fields);
    let mut cut = machine(fields);
    for step in 0..60 {
        assert_eq!(cut.digest(), stepped.digest(), "state {step}");
        // One is run to each state anew, the other goes on.
        stepped.step();
        cut = machine(fields);
        cut.run(step + 1);
    }
}

#[test]
fn what_is_malformed_is_not_what_is_invalid() {
    let kind = |source: &[u8]| load(source).expect_err("it is wrong")[0].kind;
    assert_eq!(kind(b"\0asm\x01\0\0\0\x01"), Kind::Malformed);
    assert_eq!(kind(b"(module (func (result i32)))"), Kind::Invalid);
    assert_eq!(kind(b"(module (fun))"), Kind::Syntax);
}

#[test]
fn what_cannot_be_linked_is_told_from_a_trap_of_a_segment() {
    let refused = |text: &str| {
        let program = load(text.as_bytes()).expect("it is valid");
        let mut machine = Machine::new(MachineLimits::default());
        machine
            .instantiate(&program.module, &[])
            .expect_err("it is refused")
    };
    let import = refused("(module (import \"a\" \"b\" (func)))");
    assert!(matches!(import, InstantiateError::Link(_)), "{import}");
    let segment = refused("(module (memory 0) (data (i32.const 0) \"a\"))");
    assert!(matches!(segment, InstantiateError::Trap(_)), "{segment}");
}

const GROW: &str = "(memory 1) (table 1 funcref)
    (func (export \"run\") (result i32 i32)
      (memory.grow (i32.const 9)) (table.grow (ref.null func) (i32.const 9)))";

#[test]
fn growing_past_a_limit_gives_minus_one() {
    let limits = MachineLimits {
        memory_pages: 9,
        table_elements: 9,
        ..MachineLimits::default()
    };
    let mut refused = limited(GROW, limits);
    refused.run(u64::MAX);
    let both = vec![Value::I32(-1), Value::I32(-1)];
    assert_eq!(*refused.status(), Status::Returned(both));
    let mut grown = machine(GROW);
    grown.run(u64::MAX);
    let both = vec![Value::I32(1), Value::I32(1)];
    assert_eq!(*grown.status(), Status::Returned(both));
}

#[test]
fn an_exhausted_stack_is_a_trap_and_an_exhausted_heap_is_not() {
    let fields = "(type $t (array i32))
        (func $deep (export \"run\") (drop (array.new_default $t (i32.const 9))) (call $deep))";
    let heap = MachineLimits {
        heap: 5,
        ..MachineLimits::default()
    };
    let mut machine = limited(fields, heap);
    assert_eq!(machine.run(u64::MAX), Outcome::Exhausted(Limit::Heap));
    // Nobody is told: the program could go on where there is more.
    assert_eq!(*machine.status(), Status::Running);
    let stack = MachineLimits {
        frames: 5,
        ..MachineLimits::default()
    };
    let mut machine = limited(fields, stack);
    assert_eq!(machine.run(u64::MAX), Outcome::Ended);
    assert_eq!(*machine.status(), Status::Trapped(Trap::CallStackExhausted));
}

#[test]
fn limits_have_one_default_everywhere() {
    let usual = MachineLimits::default();
    assert_eq!(usual.memory_pages, 4_096);
    assert_eq!(usual.table_elements, 10_000_000);
    assert_eq!(usual.frames, 100_000);
    assert_eq!(usual.slots, 1_048_576);
    assert_eq!(usual.heap, 16_777_216);
}

#[test]
fn func_counts_imported_functions_and_pc_begins_at_0_in_each() {
    let program =
        load(b"(module (import \"a\" \"b\" (func)) (func (export \"run\") (call 2)) (func (nop)))")
            .expect("it is valid");
    let exports = &program.module.exports;
    assert_eq!(format!("{:?}", exports[0].index), "Func(FuncIdx(1))");
    let codes = program.module.codes();
    let offsets = codes.map(|code| code.offsets[0] as usize);
    let bytes = &program.module.bytes;
    let first: Vec<u8> = offsets.map(|offset| bytes[offset]).collect();
    // `call` and `nop`, counted from the first byte of the module.
    assert_eq!(first, [0x10, 0x01]);
}
