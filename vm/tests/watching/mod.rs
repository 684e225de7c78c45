//! A machine from a text, for the tests of what looks at machines.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::sync::Arc;
use wasmscope::runtime::{ExternVal, InstanceAddr, Machine, MachineLimits, Memory, Status, Value};
use wasmscope::syntax::{ExternType, Module};

/// Assembles a text.
pub(crate) fn module(text: &str) -> Arc<Module> {
    let bytes = wat::parse_str(text).expect("the text assembles");
    wasmparser::validate(&bytes).expect("the module is valid");
    Arc::new(wasmscope::load::decode(bytes).expect("the module is prepared"))
}

/// A machine with one instance; imported functions are the host's.
pub(crate) fn instance(text: &str) -> (Machine, InstanceAddr) {
    instance_within(text, MachineLimits::default())
}

/// As [`instance`], within limits.
pub(crate) fn instance_within(text: &str, limits: MachineLimits) -> (Machine, InstanceAddr) {
    let module = module(text);
    let mut machine = Machine::new(limits);
    let mut imports = Vec::new();
    for import in &module.imports {
        let store = machine.store_mut();
        imports.push(match &import.ty {
            ExternType::Func(ty) => Some(ExternVal::Func(store.add_host_func(
                &import.module,
                &import.name,
                ty.clone(),
            ))),
            ExternType::Memory(ty) => {
                let memory = Memory::new(*ty, &limits).expect("a small memory");
                Some(ExternVal::Memory(store.add_memory(memory)))
            }
            _ => None,
        });
    }
    let main = machine.instantiate(&module, &imports).expect("it links");
    (machine, main)
}

/// Makes a machine stand before the first instruction of an export.
pub(crate) fn enter(machine: &mut Machine, main: InstanceAddr, name: &str, args: &[Value]) {
    let Some(ExternVal::Func(func)) = machine.store().instance(main).export(name) else {
        panic!("no function is exported as {name}");
    };
    machine.enter_call(func, args).expect("the arguments fit");
}

/// A machine at the first instruction of the export `main`.
pub(crate) fn entered(text: &str, args: &[Value]) -> (Machine, InstanceAddr) {
    let (mut machine, main) = instance(text);
    enter(&mut machine, main, "main", args);
    (machine, main)
}

/// What a machine has returned.
pub(crate) fn results(machine: &Machine) -> Vec<Value> {
    match machine.status() {
        Status::Returned(results) => results.clone(),
        status => panic!("it has not returned: {status:?}"),
    }
}
