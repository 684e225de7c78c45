//! Machines that stand before the first instruction of something.

use fastrand::Rng;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use wasmscope::exec::{Answer, HostCall, Outcome};
use wasmscope::host::{Overrides, Unprovided, provide};
use wasmscope::load::load;
use wasmscope::runtime::{Call, ExternVal, Machine, MachineLimits, Value};
use wasmscope::syntax::{ExternIdx, Module, ValType};

/// Modules that were written for tests and measurements.
pub(crate) const TEXTS: [&str; 5] = [
    include_str!("everything.wat"),
    include_str!("../../benches/kernels/fib.wat"),
    include_str!("../../benches/kernels/sieve.wat"),
    include_str!("../command/trap.wat"),
    include_str!("heap.wat"),
];

/// A machine at state 0.
pub(crate) struct Program {
    pub(crate) machine: Machine,
}

impl Program {
    /// One for each exported function of a module, its arguments at random; none when the
    /// module cannot be instantiated under limits that keep copies cheap.
    pub(crate) fn all(module: &Arc<Module>, rng: &mut Rng) -> impl Iterator<Item = Self> + use<> {
        let limits = MachineLimits {
            memory_pages: 8,
            table_elements: 500,
            frames: 200,
            slots: 20_000,
            heap: 50_000,
        };
        let mut machine = Machine::new(limits);
        let mut programs = Vec::new();
        let nobody = |_: &Machine, _: &str, _: &str| None;
        let provided = provide(
            &mut machine,
            module,
            &nobody,
            &|_| false,
            Unprovided::Make,
            &Overrides::new(),
        );
        let instance = provided
            .ok()
            .and_then(|provided| machine.instantiate(module, &provided.values).ok());
        if let Some(instance) = instance {
            let start = machine.start_call(instance);
            for export in &module.exports {
                let ExternIdx::Func(index) = export.index else {
                    continue;
                };
                let export = machine.store().instance(instance).resolve(export.index);
                let ExternVal::Func(func) = export else {
                    continue;
                };
                let params = &module.func_type(index).params;
                let args = params.iter().map(|ty| value(*ty, rng)).collect();
                let mut machine = machine.clone();
                let calls = start.clone().into_iter().chain([Call { func, args }]);
                let entered = machine.enter(calls.collect());
                entered.expect("the arguments are of the types of the parameters");
                programs.push(Self { machine });
            }
        }
        programs.into_iter()
    }
}

/// All exports of the modules that were written by hand.
pub(crate) fn written(rng: &mut Rng) -> impl Iterator<Item = Program> + use<> {
    let load = |text: &&str| load(text.as_bytes()).expect("a written module is valid");
    let programs: Vec<Program> = TEXTS
        .iter()
        .map(load)
        .flat_map(|program| Program::all(&program.module, rng))
        .collect();
    programs.into_iter()
}

/// A few exports of a module at random.
pub(crate) fn generated(rng: &mut Rng) -> impl Iterator<Item = Program> + use<> {
    let bytes = super::generate::module(rng);
    let program = load(&bytes).expect("a generated module is valid");
    Program::all(&program.module, rng).take(3)
}

/// A value, more often than not of a kind that matters.
fn value(ty: ValType, rng: &mut Rng) -> Value {
    let bits = match rng.u8(..4) {
        0 => rng.u64(..),
        1 => rng.u64(..16),
        2 => u64::MAX - rng.u64(..3),
        _ => 1 << rng.u32(..64),
    };
    of_bits(ty, bits)
}

fn of_bits(ty: ValType, bits: u64) -> Value {
    match ty {
        // There is nothing that a reference at random could refer to.
        ValType::Ref(_) => Value::default_of(ty),
        _ => Value::from_slots(ty, [bits, bits]),
    }
}

/// Executes so many instructions, or to the end, and answers the host's calls.
pub(crate) fn drive(machine: &mut Machine, fuel: u64) {
    let until = machine.steps() + fuel;
    loop {
        match machine.run(until - machine.steps()) {
            Outcome::HostCall => answer(machine),
            Outcome::Yielded | Outcome::Stopped => {}
            Outcome::Paused | Outcome::Exhausted(_) | Outcome::Ended => return,
        }
    }
}

/// Answers the call that waits, if one does.
pub(crate) fn answer(machine: &mut Machine) {
    if let Some(answer) = answer_to(machine) {
        machine.answer(&answer).expect("the answer is of its type");
    }
}

/// What is answered to the call that waits: results, and sometimes bytes in memory, that
/// depend on the call and the step and on nothing else.
pub(crate) fn answer_to(machine: &Machine) -> Option<Answer> {
    let call = machine.host_call()?;
    let bits = bits(&call, machine.steps());
    let results = call.ty.results.iter().map(|ty| of_bits(*ty, bits));
    let mut answer = Answer::results(results.collect());
    let instance = machine.frames().last().map(|frame| frame.instance);
    let memory = instance.and_then(|instance| {
        let instance = machine.store().instance(instance);
        instance.memories.first().copied()
    });
    if let Some(memory) = memory {
        let len = machine.store().memory(memory).len();
        if len >= 8 && bits.is_multiple_of(2) {
            let addr = bits % (len - 7);
            let bytes = bits.to_le_bytes().into();
            answer.writes.push((memory, addr, bytes));
        }
    }
    if bits.is_multiple_of(64) {
        answer.exit = Some(bits as i32);
    }
    Some(answer)
}

fn bits(call: &HostCall, step: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&call.name, &call.args, step).hash(&mut hasher);
    hasher.finish()
}
