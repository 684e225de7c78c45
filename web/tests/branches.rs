//! Changing the past by hand, and the branches that come of it.

mod started;

use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::time::{BranchId, Prelude};
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::edit::{Called, Spot};
use wasmscope_web::model::host::Nobody;

const SOURCE: &str = r#"(module (memory 1) (global $g (mut i32) (i32.const 3))
  (func $add (export "add") (param $a i32) (param $b i32) (result i32)
    local.get $a
    local.get $b
    i32.add
    global.get $g
    i32.mul
    i32.const 0
    i32.load8_u
    i32.add))"#;

fn seek(debugger: &mut Debugger, step: u64) -> Advance {
    debugger.seek(step, &mut 10_000, &mut Nobody)
}

fn result(debugger: &mut Debugger) -> i32 {
    assert_eq!(seek(debugger, 1_000), Advance::Ended);
    match debugger.machine().expect("it was started").status() {
        Status::Returned(results) => match results[..] {
            [Value::I32(result)] => result,
            _ => panic!("{results:?}"),
        },
        status => panic!("{status:?}"),
    }
}

#[test]
fn each_place_is_changed_in_a_branch_of_its_own() {
    let mut debugger = started::debugger(SOURCE, "add", &["2", "5"]);
    assert_eq!(result(&mut debugger), 21);
    type Change = fn(&mut Debugger) -> Result<bool, String>;
    let value = Value::I32(10);
    let changes: [(u64, Change, i32); 5] = [
        (
            1,
            |debugger| debugger.change(Spot::Local { frame: 0, index: 1 }, Value::I32(10)),
            36,
        ),
        (
            2,
            |debugger| debugger.change(Spot::Operand(0), Value::I32(10)),
            45,
        ),
        (
            3,
            |debugger| debugger.change(Spot::Global(0), Value::I32(10)),
            70,
        ),
        (4, |debugger| debugger.change_bytes(0, 0, &[10]), 31),
        (
            0,
            |debugger| debugger.change_arguments(vec![Value::I32(10); 2]),
            60,
        ),
    ];
    for (step, change, wanted) in changes {
        let main = debugger.switch(BranchId(0)).expect("it is there");
        assert_eq!(seek(&mut debugger, main), Advance::Goal);
        assert_eq!(seek(&mut debugger, step), Advance::Goal);
        assert_eq!(change(&mut debugger), Ok(true));
        assert_eq!((debugger.step(), debugger.last_known()), (step, step));
        assert_eq!(result(&mut debugger), wanted);
    }
    let branches = debugger.branches();
    assert_eq!(branches.len(), 6);
    assert!(debugger.rename(branches[1].id, "ten"));
    assert_eq!(debugger.branches()[1].name, "ten");
    assert!(
        debugger.remove_branch(branches[5].id).is_err(),
        "it is looked at"
    );
    assert_eq!(debugger.remove_branch(branches[1].id), Ok(()));
    debugger.switch(BranchId(0));
    assert_eq!(result(&mut debugger), 21);
    assert_eq!(
        debugger.type_of(Spot::Global(0)),
        None,
        "nothing runs at the end"
    );
    assert!(debugger.change(Spot::Global(0), value).is_err());
}

#[test]
fn other_arguments_make_a_branch_and_the_same_ones_lead_back() {
    let args = |a, b| vec![Value::I32(a), Value::I32(b)];
    let other = |is_other, removed: Option<u32>| Called {
        is_other,
        removed: removed.map(BranchId),
    };
    let given = |debugger: &Debugger| debugger.entry().expect("it was started").1.to_vec();
    let mut debugger = started::debugger(SOURCE, "add", &["2", "5"]);
    assert_eq!(result(&mut debugger), 21);

    // A branch that was just made and has not begun is given others, as while one types.
    assert_eq!(debugger.call_with(args(1, 5)), Ok(other(true, None)));
    assert_eq!(debugger.call_with(args(10, 5)), Ok(other(false, None)));
    assert_eq!((debugger.step(), debugger.last_known()), (0, 0));
    assert_eq!(debugger.branches().len(), 2);
    assert_eq!(debugger.branches()[1].why, "arguments 10, 5");
    assert_eq!(given(&debugger), args(10, 5));
    assert_eq!(result(&mut debugger), 45);

    // Those that the run began with are its own; the branch stays, since it is known.
    assert_eq!(debugger.call_with(args(2, 5)), Ok(other(true, None)));
    assert_eq!((debugger.step(), given(&debugger)), (0, args(2, 5)));
    assert!(debugger.last_known() > 0, "the run as it was");
    assert_eq!(debugger.branches().len(), 2);
    assert_eq!(result(&mut debugger), 21);

    // One that nothing has happened in goes when another one is looked at.
    assert_eq!(debugger.call_with(args(1, 5)), Ok(other(true, None)));
    assert_eq!(debugger.call_with(args(10, 5)), Ok(other(true, Some(2))));
    assert_eq!(debugger.branches().len(), 2);

    // Where more was changed than the arguments it is another run.
    assert_eq!(seek(&mut debugger, 3), Advance::Goal);
    assert_eq!(debugger.change(Spot::Global(0), Value::I32(0)), Ok(true));
    assert_eq!(debugger.call_with(args(10, 5)), Ok(other(true, None)));
    let current = debugger
        .branches()
        .into_iter()
        .find(|branch| branch.is_current);
    assert_eq!(current.map(|branch| branch.id), Some(BranchId(1)));
    assert_eq!(debugger.switch(BranchId(0)), Some(9), "where it was left");
    assert_eq!(given(&debugger), args(2, 5));

    // What it does not take changes nothing.
    assert!(debugger.call_with(vec![Value::I64(1)]).is_err());
    assert_eq!(given(&debugger), args(2, 5));
    assert_eq!(result(&mut debugger), 21);
}

#[test]
fn references_are_written_as_they_are_shown() {
    let text = r#"(module (type $pair (struct (field i32)))
      (import "env" "log" (func $log))
      (table $t 3 funcref) (table $a 2 anyref)
      (elem (table $t) (i32.const 0) func $one $two)
      (func $one (export "main") (result i32)
        (table.set $a (i32.const 0) (struct.new $pair (i32.const 7)))
        (table.set $a (i32.const 1) (ref.i31 (i32.const -1)))
        (call_indirect $t (result i32) (i32.const 1)))
      (func $two (result i32) (i32.const 2))
      (func $three (result i32) (i32.const 3)))"#;
    let mut debugger = started::debugger(text, "main", &[]);
    assert_eq!(result(&mut debugger), 2);
    assert_eq!(seek(&mut debugger, 9), Advance::Goal);
    let element = |table, index| Spot::Element { table, index };
    let change = |debugger: &mut Debugger, spot, text: &str| {
        let ty = debugger.type_of(spot).ok_or("no type")?;
        let value = debugger.value_of(ty, text)?;
        debugger.change(spot, value)
    };
    for text in ["$four", "func 9", "4", "struct 9", "x", "i31 5", "-1"] {
        assert!(
            change(&mut debugger, element(0, 1), text).is_err(),
            "{text}"
        );
    }
    assert!(
        change(&mut debugger, element(0, 3), "null").is_err(),
        "beyond the end"
    );
    assert!(
        change(&mut debugger, element(2, 0), "null").is_err(),
        "no such table"
    );
    assert_eq!(debugger.branches().len(), 1);
    assert_eq!(change(&mut debugger, element(0, 1), "$three"), Ok(true));
    assert_eq!(result(&mut debugger), 3);
    for name in ["three", "func 3", "3"] {
        assert_eq!(seek(&mut debugger, 9), Advance::Goal);
        assert_eq!(change(&mut debugger, element(0, 1), name), Ok(true));
        assert_eq!(result(&mut debugger), 3, "{name}");
    }
    assert_eq!(seek(&mut debugger, 9), Advance::Goal);
    assert_eq!(change(&mut debugger, element(0, 2), "env.log"), Ok(true));
    for same in ["struct 0", "i31 -1", "i31 1073741824", "null"] {
        let changed = change(&mut debugger, element(1, 1), same);
        assert_eq!(changed, Ok(false), "{same}");
        let machine = debugger.machine().expect("it runs");
        let table = machine
            .store()
            .instance(machine.frames()[0].instance)
            .tables[1];
        let shown = machine
            .store()
            .table(table)
            .get(1)
            .expect("it is there")
            .to_string();
        let wanted = same.replace("1073741824", "-1073741824");
        assert_eq!(shown, wanted);
    }
}

#[test]
fn places_have_types_and_others_are_none() {
    let mut debugger = started::debugger(SOURCE, "add", &["2", "5"]);
    let i32 = Some(Value::I32(0).ty());
    let local = |index| Spot::Local { frame: 0, index };
    assert_eq!(debugger.type_of(local(1)), i32);
    assert_eq!(debugger.type_of(Spot::Global(0)), i32);
    for nowhere in [
        local(2),
        Spot::Local { frame: 1, index: 0 },
        Spot::Operand(0),
        Spot::Global(1),
    ] {
        assert_eq!(debugger.type_of(nowhere), None);
        assert!(
            debugger.change(nowhere, Value::I32(1)).is_err(),
            "{nowhere:?}"
        );
    }
    assert!(debugger.change(local(0), Value::I64(1)).is_err());
    assert!(debugger.change_bytes(0, 65_536, &[1]).is_err());
    assert!(debugger.change_bytes(1, 0, &[1]).is_err());
    assert_eq!(debugger.branches().len(), 1);
}

#[test]
fn branches_are_compared() {
    let mut debugger = started::debugger(SOURCE, "add", &["2", "5"]);
    result(&mut debugger);
    seek(&mut debugger, 4);
    assert_eq!(debugger.change_bytes(0, 0, &[1]), Ok(true));
    let runs = debugger.comparison(BranchId(0), BranchId(1));
    let mut runs = runs.expect("there are two");
    while !runs.advance(3) {}
    let values = runs.values().expect("the byte is read");
    assert_eq!(values.left, 6);
    assert!(debugger.comparison(BranchId(0), BranchId(2)).is_none());
}

#[test]
fn a_state_below_0_is_shown_and_cannot_be_changed() {
    let mut debugger = started::debugger(SOURCE, "add", &["2", "5"]);
    let module = debugger.program().expect("it was loaded").module.clone();
    let before = Machine::new(*debugger.machine().expect("it runs").limits());
    let prelude = Prelude::new(before, &module, &[], None).expect("it imports nothing");
    debugger.visit(prelude.visit(-1));
    let machine = debugger.machine().expect("a state");
    assert!(machine.frames().is_empty());
    assert!(debugger.instance().is_some());
    assert!(debugger.change(Spot::Global(0), Value::I32(1)).is_err());
    debugger.visit(None);
    assert_eq!(result(&mut debugger), 21);
}
