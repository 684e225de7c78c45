//! The states below 0: instantiation, step by step.

mod watching;

use wasmscope::exec::InstantiateError;
use wasmscope::runtime::{ExternVal, Global, Machine, MachineLimits, Value};
use wasmscope::syntax::{FuncIdx, GlobalType};
use wasmscope::time::Prelude;
use wasmscope::view;
use watching::module;

const ALL: &str = r#"(module
  (import "env" "base" (global $base i32))
  (memory $m 1)
  (global $g (mut i32) (i32.add (global.get $base) (i32.const 1)))
  (table $t 3 funcref (ref.func $f))
  (elem $e (i32.const 1) $s)
  (elem $p func $f)
  (data $d (global.get $base) "hello")
  (data "passive")
  (start $s)
  (func $f (export "main")) (func $s))"#;

/// A machine that has the import, before the module is instantiated.
fn before() -> (Machine, Vec<Option<ExternVal>>) {
    let mut machine = Machine::new(MachineLimits::default());
    let ty = GlobalType {
        value: Value::I32(0).ty(),
        mutable: false,
    };
    let global = Global::new(ty, Value::I32(4));
    let base = machine.store_mut().add_global(global);
    (machine, vec![Some(ExternVal::Global(base))])
}

fn told(prelude: &Prelude) -> Vec<(i64, &str)> {
    let steps = prelude.steps().iter();
    steps.map(|step| (step.number, &*step.text)).collect()
}

#[test]
fn every_part_of_an_instantiation_is_a_step() {
    let (machine, imports) = before();
    let module = module(ALL);
    let prelude = Prelude::new(machine, &module, &imports, None).expect("it is linked");
    let wanted = [
        (
            -7,
            "link 1 import; allocate 1 memory, 1 table and 1 global, all zero",
        ),
        (-6, "global $g = i32 5"),
        (-5, "table $t: every element func 0"),
        (-4, "references of 2 element segments"),
        (-3, "element segment $e: 1 element to 1 of table $t"),
        (-2, "data segment $d: 5 bytes to 4 of memory $m"),
        (-1, "call the start function s"),
    ];
    assert_eq!(told(&prelude), wanted);
    // What can be seen in each state: the global, the table, the memory.
    let seen = |number| {
        let (machine, instance) = prelude.visit(number).expect("there is such a step");
        let instance = machine.store().instance(instance?);
        let global = machine.store().global(instance.globals[1]).value();
        let table = machine.store().table(instance.tables[0]);
        let table: Vec<String> = (0..3).map(|at| format!("{:?}", table.get(at))).collect();
        let table = table.join(" ").replace("Some(", "").replace(')', "");
        let memory = view::memory(&machine, instance.memories[0], 4, 5);
        Some((global, table, String::from_utf8(memory).expect("plain")))
    };
    let (null, zero) = ("Null Null Null", "\0\0\0\0\0");
    let first = "Func(FuncAddr(0 Func(FuncAddr(0 Func(FuncAddr(0";
    let second = "Func(FuncAddr(0 Func(FuncAddr(1 Func(FuncAddr(0";
    let expect = |global, table: &str, memory: &str| {
        Some((Value::I32(global), table.to_owned(), memory.to_owned()))
    };
    assert_eq!(seen(-7), None, "there is no instance yet");
    assert_eq!(seen(-6), expect(0, null, zero));
    assert_eq!(seen(-5), expect(5, null, zero));
    assert_eq!(seen(-4), expect(5, first, zero));
    assert_eq!(seen(-3), expect(5, first, zero));
    assert_eq!(seen(-2), expect(5, second, zero));
    assert_eq!(seen(-1), expect(5, second, "hello"));
    assert!(prelude.visit(-8).is_none() && prelude.visit(0).is_none());
}

#[test]
fn the_last_state_is_that_of_an_instantiation_at_once() {
    let (machine, imports) = before();
    let module = module(ALL);
    let mut whole = machine.clone();
    let instance = whole.instantiate(&module, &imports).expect("it is linked");
    let prelude = Prelude::new(machine, &module, &imports, None).expect("it is linked");
    let (last, made) = prelude.visit(-1).expect("the last step");
    assert_eq!(made, Some(instance));
    assert!(last == whole);
    assert_eq!(last.digest(), whole.digest());
}

#[test]
fn one_that_fails_can_be_visited_up_to_there() {
    let text = r#"(module (memory 1) (data (i32.const 0) "ok") (data (i32.const 65535) "no")
        (data (i32.const 9) "never") (func (export "main")))"#;
    let module = module(text);
    let machine = Machine::new(MachineLimits::default());
    let prelude = Prelude::new(machine, &module, &[], Some(FuncIdx(0))).expect("it is linked");
    let wanted = [
        (-3, "allocate 1 memory, all zero"),
        (-2, "data segment 0: 2 bytes to 0 of memory 0"),
        (-1, "data segment 1"),
    ];
    assert_eq!(told(&prelude), wanted);
    let error = prelude.steps()[2].error.as_deref().expect("it fails");
    assert!(error.contains("65535 + 2 > 65536"), "{error}");
    let (machine, instance) = prelude.visit(-1).expect("the step that fails");
    let memory = machine
        .store()
        .instance(instance.expect("it is there"))
        .memories[0];
    assert_eq!(view::memory(&machine, memory, 0, 3), *b"ok\0");
}

#[test]
fn the_entry_is_called_where_there_is_no_start_function() {
    let module = module(r#"(module (func $f (export "main")))"#);
    let machine = Machine::new(MachineLimits::default());
    let prelude = Prelude::new(machine, &module, &[], Some(FuncIdx(0))).expect("it is linked");
    assert_eq!(
        told(&prelude),
        [(-2, "allocate nothing"), (-1, "call the function f")]
    );
}

#[test]
fn what_cannot_be_linked_has_no_states() {
    let (machine, _) = before();
    let error = Prelude::new(machine, &module(ALL), &[None], None);
    assert!(matches!(error, Err(InstantiateError::Link(_))));
}
