//! Engines for a page that times them: ours, and `wasmi` where the feature of this name is
//! on. Both run programs that export `run`, of one `i32` and with one as result.

use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasmscope::exec::Outcome;
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};

/// The bytes of a module, of its text or of itself.
#[wasm_bindgen]
pub fn assembled(source: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(source) {
        Ok(text) if !source.starts_with(b"\0asm") => {
            let assembled = wasmscope::load::assemble(text, wasmscope::load::features());
            assembled.expect("the program is valid").bytes
        }
        _ => source.to_vec(),
    }
}

/// Our machine, with a call entered.
#[wasm_bindgen]
pub struct Call(Machine);

#[wasm_bindgen]
impl Call {
    /// Opens a module and enters a call of `run`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8], argument: i32) -> Self {
        let program = load(bytes).expect("the program is valid");
        let mut machine = Machine::new(MachineLimits::default());
        let instance = machine.instantiate(&Arc::clone(&program.module), &[]);
        let instance = instance.expect("the program is instantiated");
        let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
            panic!("the program exports `run`");
        };
        let entered = machine.enter_call(run, &[Value::I32(argument)]);
        entered.expect("`run` takes an i32");
        Self(machine)
    }

    /// Executes at most `fuel` instructions; whether that was all.
    pub fn run(&mut self, fuel: f64) -> bool {
        self.0.run(fuel as u64) == Outcome::Ended
    }

    /// Instructions executed.
    pub fn steps(&self) -> f64 {
        self.0.steps() as f64
    }

    /// What `run` has given.
    pub fn result(&self) -> i32 {
        match self.0.status() {
            Status::Returned(results) => match results[..] {
                [Value::I32(result)] => result,
                _ => panic!("`run` gives an i32"),
            },
            other => panic!("it has not returned: {other:?}"),
        }
    }
}

/// A module in `wasmi`.
#[cfg(feature = "wasmi")]
#[wasm_bindgen]
pub struct Other {
    store: wasmi::Store<()>,
    run: wasmi::TypedFunc<i32, i32>,
}

#[cfg(feature = "wasmi")]
#[wasm_bindgen]
impl Other {
    /// Opens a module.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Self {
        let engine = wasmi::Engine::default();
        let module = wasmi::Module::new(&engine, bytes).expect("the program is decoded");
        let mut store = wasmi::Store::new(&engine, ());
        let instance = wasmi::Instance::new(&mut store, &module, &[]);
        let instance = instance.expect("the program is instantiated");
        let run = instance.get_typed_func(&store, "run");
        let run = run.expect("`run` takes an i32");
        Self { store, run }
    }

    /// Calls `run`.
    pub fn run(&mut self, argument: i32) -> i32 {
        self.run
            .call(&mut self.store, argument)
            .expect("`run` returns")
    }
}
