//! A debugger at step 0 of a program, as all tests here begin.

use std::sync::Arc;
use wasmscope::host::{Overrides, Unprovided, provide};
use wasmscope::runtime::{Machine, MachineLimits, Value};
use wasmscope_web::model::debugger::Debugger;
use wasmscope_web::model::program::Program;

/// Starts an export; what it imports is made as declared.
pub(crate) fn debugger(source: &str, entry: &str, args: &[&str]) -> Debugger {
    let program = Arc::new(Program::from_text(source).expect("the text is valid"));
    let mut machine = Machine::new(MachineLimits::default());
    let provided = provide(
        &mut machine,
        &program.module,
        &|_, _, _| None,
        &|_| false,
        Unprovided::Make,
        &Overrides::default(),
    )
    .expect("everything can be made");
    let instance = machine
        .instantiate(&program.module, &provided.values)
        .expect("it can be instantiated");
    let entry = program.entry(entry).expect("it is exported").clone();
    let args = (entry.params.iter().zip(args))
        .map(|(param, text)| Value::parse(param.ty, text).expect("an argument"))
        .collect();
    let mut debugger = Debugger::default();
    debugger.load(program);
    debugger
        .enter(machine, instance, entry, args)
        .expect("it starts");
    debugger
}
