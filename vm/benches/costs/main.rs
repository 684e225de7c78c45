//! What things cost beside the plain execution of instructions: calls, calls of the host,
//! growth, snapshots, opening a module, recording history, watching.
//!
//! Run with `cargo bench -p wasmscope --bench costs`; after `--` may follow the names of parts
//! (`calls`, `memory`, `opening`, `watching`), of which the others are left out then, and with
//! `opening` the paths of modules to be opened as well. What is compared takes turns, so that
//! whatever else the computer does hits both.

mod calls;
mod memory;
mod opening;
mod watching;

use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};
use wasmscope::syntax::ExternType;

/// How often what is compared takes turns.
const ROUNDS: usize = 9;

fn main() {
    let words = || {
        std::env::args()
            .skip(1)
            .filter(|word| !word.starts_with('-'))
    };
    let parts: [(&str, fn()); 4] = [
        ("calls", calls::print),
        ("memory", memory::print),
        ("opening", opening::print),
        ("watching", watching::print),
    ];
    for (name, print) in parts {
        if words().next().is_none() || words().any(|word| word == name) {
            print();
            println!();
        }
    }
}

/// A machine before the first instruction of the export `run`. Functions that the program
/// imports are the host's.
fn entered(bytes: &[u8], argument: i32) -> Machine {
    let bytes = wat::parse_bytes(bytes).expect("the program is valid");
    let module = Arc::new(decode(bytes.as_ref()).expect("the program is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let imports: Vec<_> = (module.imports.iter())
        .map(|import| {
            let ExternType::Func(ty) = &import.ty else {
                panic!("the program imports functions alone");
            };
            let store = machine.store_mut();
            let func = store.add_host_func(&import.module, &import.name, ty.clone());
            Some(ExternVal::Func(func))
        })
        .collect();
    let instance = machine.instantiate(&module, &imports);
    let instance = instance.expect("the program is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("the program exports `run`");
    };
    let entered = machine.enter_call(run, &[Value::I32(argument)]);
    entered.expect("`run` takes an i32");
    machine
}

/// A call of `run` by `wasmi`, which has the time of the call alone.
fn wasmi(bytes: &[u8], argument: i32) -> Duration {
    let bytes = wat::parse_bytes(bytes).expect("the program is valid");
    let engine = wasmi::Engine::default();
    let module = wasmi::Module::new(&engine, &bytes).expect("the program is decoded");
    let mut store = wasmi::Store::new(&engine, ());
    let mut linker = wasmi::Linker::new(&engine);
    let host = linker.func_wrap("env", "host", |x: i32, _: i32| x);
    host.expect("the name is free");
    let instance = linker.instantiate_and_start(&mut store, &module);
    let instance = instance.expect("the program is instantiated");
    let run = instance.get_typed_func::<i32, i32>(&store, "run");
    let run = run.expect("`run` takes an i32");
    timed(|| assert!(run.call(&mut store, argument).is_ok()))
}

/// How long each of several things takes: the medians of turns.
fn in_turns<const N: usize>(mut things: [&mut dyn FnMut() -> Duration; N]) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..ROUNDS {
        for (thing, times) in things.iter_mut().zip(&mut times) {
            times.push(thing());
        }
    }
    times.map(median)
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
