//! The exact interpreter beside `wasmi`, in one run.
//!
//! The two take turns, so that whatever else the machine does hits both; what counts is
//! the ratio. Run with `cargo bench -p wasmscope`.

use std::sync::Arc;
use std::time::{Duration, Instant};
use wasmscope::exec::Outcome;
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};

/// How often each engine runs each kernel.
const ROUNDS: usize = 15;

/// A program that exports `run`, of one `i32`; what it does is written in its source, from
/// which it was made as `kernels/README.md` says.
struct Kernel {
    name: &'static str,
    bytes: &'static [u8],
    argument: i32,
}

macro_rules! kernels {
    ($($file:literal $argument:literal,)*) => {
        [$(Kernel {
            name: $file,
            bytes: include_bytes!(concat!("kernels/", $file)),
            argument: $argument,
        },)*]
    };
}

const KERNELS: [Kernel; 13] = kernels! {
    "fib.wat" 27,
    "calls.wat" 1_000_000,
    "sieve.wat" 1_000_000,
    "collatz.wat" 20_000,
    "product.wat" 100,
    "mandelbrot.wat" 120,
    "sha256.wasm" 2_000,
    "sort.wasm" 100_000,
    "bodies.wasm" 5_000,
    "machine.wasm" 200_000,
    "shapes.wasm" 500_000,
    "words.wasm" 5_000,
    "random.wasm" 50_000,
};

fn main() {
    println!("kernel          steps      wasmscope   wasmi       ratio   ns/step");
    let mut product = 1.0;
    for kernel in &KERNELS {
        let bytes = wat::parse_bytes(kernel.bytes).expect("a kernel is valid");
        let (mut steps, mut ours, mut theirs) = (0, Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (time, count, result) = wasmscope(&bytes, kernel);
            ours.push(time);
            steps = count;
            let (time, other) = wasmi(&bytes, kernel);
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
    let mean = f64::powf(product, 1.0 / KERNELS.len() as f64);
    println!("geometric mean of the ratios: {mean:.2}");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn wasmscope(bytes: &[u8], kernel: &Kernel) -> (Duration, u64, i32) {
    let module = Arc::new(decode(bytes).expect("a kernel is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&module, &[])
        .expect("a kernel is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("a kernel exports a function `run`");
    };
    let argument = Value::I32(kernel.argument);
    machine
        .enter_call(run, &[argument])
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

fn wasmi(bytes: &[u8], kernel: &Kernel) -> (Duration, i32) {
    let engine = wasmi::Engine::default();
    let module = wasmi::Module::new(&engine, bytes).expect("a kernel is decoded");
    let mut store = wasmi::Store::new(&engine, ());
    let instance =
        wasmi::Instance::new(&mut store, &module, &[]).expect("a kernel is instantiated");
    let run = instance
        .get_typed_func::<i32, i32>(&store, "run")
        .expect("`run` takes an i32");
    let start = Instant::now();
    let result = run
        .call(&mut store, kernel.argument)
        .expect("`run` returns");
    let time = start.elapsed();
    (time, result)
}
