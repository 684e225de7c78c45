//! The exact interpreter beside `wasmi`, in one run.
//!
//! The two take turns, so that whatever else the machine does hits both; what counts is
//! the ratio. Run with `cargo bench -p wasmscope`.

#[path = "programs/mod.rs"]
mod programs;

use programs::{Kernel, kernels};
use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmscope::exec::Outcome;
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};

/// How often each engine runs each kernel.
const ROUNDS: usize = 15;

fn main() {
    println!("kernel          steps      wasmscope   wasmi       ratio   ns/step");
    let mut product = 1.0;
    let kernels = kernels();
    for kernel in &kernels {
        let (mut steps, mut ours, mut theirs) = (0, Vec::new(), Vec::new());
        // A first time, for nothing but to have been there.
        let (_, _, result) = wasmscope(kernel, kernel.short);
        assert_eq!(result, wasmi(kernel, kernel.short).1, "{}", kernel.name);
        for _ in 0..ROUNDS {
            let (time, count, result) = wasmscope(kernel, kernel.argument);
            ours.push(time);
            steps = count;
            let (time, other) = wasmi(kernel, kernel.argument);
            theirs.push(time);
            assert_eq!(result, other, "{} gives one result", kernel.name);
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        product *= ratio;
        println!(
            "{:15} {steps:<10} {:<11} {:<11} {ratio:<7.2} {:.2}",
            kernel.name,
            format!("{:.1} ms", ours.as_secs_f64() * 1e3),
            format!("{:.1} ms", theirs.as_secs_f64() * 1e3),
            ours.as_secs_f64() * 1e9 / steps as f64,
        );
    }
    let mean = f64::powf(product, 1.0 / kernels.len() as f64);
    println!("geometric mean of the ratios: {mean:.2}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn wasmscope(kernel: &Kernel, argument: i32) -> (Duration, u64, i32) {
    let module = Arc::new(decode(&kernel.bytes[..]).expect("a kernel is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&module, &[])
        .expect("a kernel is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("a kernel exports a function `run`");
    };
    machine
        .enter_call(run, &[Value::I32(argument)])
        .expect("`run` takes an i32");
    let start = Instant::now();
    // With exact fuel, as everything here runs.
    let outcome = machine.run(1 << 40);
    let time = start.elapsed();
    assert_eq!(outcome, Outcome::Ended);
    let Status::Returned(results) = machine.status() else {
        panic!("a kernel returns");
    };
    let [Value::I32(result)] = results[..] else {
        panic!("`run` gives an i32");
    };
    (time, machine.steps(), result)
}

fn wasmi(kernel: &Kernel, argument: i32) -> (Duration, i32) {
    let engine = wasmi::Engine::default();
    let module = wasmi::Module::new(&engine, &kernel.bytes).expect("a kernel is decoded");
    let mut store = wasmi::Store::new(&engine, ());
    let instance =
        wasmi::Instance::new(&mut store, &module, &[]).expect("a kernel is instantiated");
    let run = instance
        .get_typed_func::<i32, i32>(&store, "run")
        .expect("`run` takes an i32");
    let start = Instant::now();
    let result = run.call(&mut store, argument).expect("`run` returns");
    let time = start.elapsed();
    (time, result)
}
