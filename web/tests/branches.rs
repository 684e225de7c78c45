//! Changing the past by hand, and the branches that come of it.

mod started;

use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::time::{BranchId, Prelude};
use wasmscope_web::model::branches::Spot;
use wasmscope_web::model::debugger::{Advance, Debugger, Host, Reply};

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

struct Nobody;

impl Host for Nobody {
    fn call(&mut self, _: &Machine, _: &wasmscope::exec::HostCall) -> Reply {
        Reply::Later
    }
}

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
