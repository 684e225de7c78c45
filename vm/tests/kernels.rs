//! The programs of the benchmark do the same however they are executed.

use fastrand::Rng;
use std::sync::Arc;
use wasmscope::exec::Outcome;
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};

/// Each kernel with an argument that keeps it short.
const KERNELS: [(&str, &[u8], i32); 13] = [
    ("fib", include_bytes!("../benches/kernels/fib.wat"), 12),
    ("calls", include_bytes!("../benches/kernels/calls.wat"), 500),
    ("sieve", include_bytes!("../benches/kernels/sieve.wat"), 500),
    (
        "collatz",
        include_bytes!("../benches/kernels/collatz.wat"),
        30,
    ),
    (
        "product",
        include_bytes!("../benches/kernels/product.wat"),
        8,
    ),
    (
        "mandelbrot",
        include_bytes!("../benches/kernels/mandelbrot.wat"),
        8,
    ),
    (
        "sha256",
        include_bytes!("../benches/kernels/sha256.wasm"),
        1,
    ),
    ("sort", include_bytes!("../benches/kernels/sort.wasm"), 60),
    (
        "bodies",
        include_bytes!("../benches/kernels/bodies.wasm"),
        8,
    ),
    (
        "machine",
        include_bytes!("../benches/kernels/machine.wasm"),
        20,
    ),
    (
        "shapes",
        include_bytes!("../benches/kernels/shapes.wasm"),
        200,
    ),
    ("words", include_bytes!("../benches/kernels/words.wasm"), 3),
    (
        "random",
        include_bytes!("../benches/kernels/random.wasm"),
        20,
    ),
];

fn entered(bytes: &[u8], argument: i32) -> Machine {
    let bytes = wat::parse_bytes(bytes).expect("a kernel is valid");
    let module = Arc::new(decode(bytes.as_ref()).expect("a kernel is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = (machine.instantiate(&module, &[])).expect("a kernel is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("a kernel exports a function `run`");
    };
    let argument = Value::I32(argument);
    (machine.enter_call(run, &[argument])).expect("`run` takes an i32");
    machine
}

/// Nothing is executed together in single steps, everything that can be in one run, and
/// slices of fuel end anywhere in between.
#[test]
fn a_run_in_slices_and_in_steps_is_the_same() {
    for (name, bytes, argument) in KERNELS {
        let begin = entered(bytes, argument);
        let mut whole = begin.clone();
        assert_eq!(whole.run(1 << 32), Outcome::Ended, "{name}");
        assert!(matches!(whole.status(), Status::Returned(_)), "{name}");

        let mut rng = Rng::with_seed(7);
        let (mut sliced, mut stepped) = (begin.clone(), begin);
        while *sliced.status() == Status::Running {
            let most = [3, 40, 4_000][rng.usize(..3)];
            let fuel = rng.u64(1..=most);
            let until = (sliced.steps() + fuel).min(whole.steps());
            sliced.run(fuel);
            assert_eq!(sliced.steps(), until, "{name}: a slice is executed whole");
            while stepped.steps() < until {
                stepped.step();
            }
            let same = sliced.frames() == stepped.frames() && sliced == stepped;
            assert!(same, "{name}: at step {until}");
        }
        assert_eq!(sliced.digest(), whole.digest(), "{name}");
        assert_eq!(stepped.digest(), whole.digest(), "{name}");
    }
}
