//! A trial: calls of a program on a machine of its own, so that the one that is looked at
//! stays where it is. Lessons and exercises check programs with it.

use std::collections::BTreeSet;

use serde::Serialize;
use wasmscope::exec::Outcome;
use wasmscope::host::console::{self, Output};
use wasmscope::host::{self, Overrides, Unprovided};
use wasmscope::runtime::{Call, FuncAddr, InstanceAddr, Machine, MachineLimits, Status, Value};
use wasmscope::syntax::Instr;
use wasmscope::view::{failure, object};

use super::debugger::StartError;
use super::program::{EntryPoint, Program};

/// What has come of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// `returned`, `trapped`, `thrown`, `fuel` when that ran out, `limit`, or `host` when a
    /// function is called that nobody answers here.
    pub status: &'static str,
    /// What was returned, each as `i32:5`.
    pub results: Vec<String>,
    /// Why it has not returned: the trap's message, the exception, the function of the host.
    pub why: Option<String>,
    /// The numbers that decided about a trap.
    pub detail: Option<String>,
    /// Instructions executed, those of the start function included.
    pub steps: u64,
    /// The most calls that were under way at once; 1 is the export alone.
    pub depth: usize,
    /// What was printed.
    pub printed: String,
}

/// What has come of several calls, one after the other on one instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Trial {
    /// A call that does not return is the last one.
    pub calls: Vec<Ended>,
    /// The names of all instructions that were executed, each once, in the order of the
    /// alphabet.
    pub ops: Vec<String>,
}

/// Calls exports of a program one after the other. All of them together execute at most
/// `fuel` instructions. Functions of the console print; no other import has an answer.
///
/// # Errors
///
/// When the program cannot be instantiated, or an export does not take its arguments.
pub fn try_out(
    program: &Program,
    calls: &[(EntryPoint, Vec<Value>)],
    fuel: u64,
) -> Result<Trial, StartError> {
    let (mut machine, instance) = make(program)?;
    let mut trial = Trial::default();
    let mut seen = BTreeSet::new();
    let mut left = fuel;
    let mut start: Option<Call> = machine.start_call(instance);
    for (entry, args) in calls {
        let mut both: Vec<Call> = start.take().into_iter().collect();
        if !entry.is_start {
            both.push(Call {
                func: machine.store().instance(instance).funcs[entry.func.at()],
                args: args.clone(),
            });
        }
        let entered = machine.enter(both);
        entered.map_err(|error| StartError::Unlinkable(error.to_string()))?;
        let ended = to_the_end(&mut machine, left, &mut seen);
        left = left.saturating_sub(ended.steps);
        let goes_on = ended.status == "returned";
        trial.calls.push(ended);
        if !goes_on {
            break;
        }
    }
    trial.ops = names(&machine, &seen);
    Ok(trial)
}

fn make(program: &Program) -> Result<(Machine, InstanceAddr), StartError> {
    let mut machine = Machine::new(MachineLimits::default());
    let refused =
        |error: wasmscope::exec::InstantiateError| StartError::Unlinkable(error.to_string());
    let provided = host::provide(
        &mut machine,
        &program.module,
        &|_, _, _| None,
        &|_| true,
        Unprovided::Make,
        &Overrides::default(),
    );
    let provided = provided.map_err(refused)?;
    let instance = machine
        .instantiate(&program.module, &provided.values)
        .map_err(refused)?;
    Ok((machine, instance))
}

/// Steps to the end, and notes which instructions were executed.
fn to_the_end(machine: &mut Machine, fuel: u64, seen: &mut BTreeSet<(FuncAddr, u32)>) -> Ended {
    let mut ended = Ended::default();
    while *machine.status() == Status::Running {
        if machine.steps() >= fuel {
            ended.status = "fuel";
            break;
        }
        ended.depth = ended.depth.max(machine.frames().len());
        if let Some(frame) = machine.frames().last() {
            seen.insert((frame.func, frame.pc));
        }
        match machine.step() {
            Outcome::HostCall if !answered(machine, &mut ended) => {
                ended.status = "host";
                break;
            }
            Outcome::Exhausted(limit) => {
                ended.status = "limit";
                ended.why = Some(limit.name().to_owned());
                break;
            }
            _ => {}
        }
    }
    ended.steps = machine.steps();
    match machine.status() {
        Status::Returned(values) => {
            ended.status = "returned";
            let typed = values.iter().map(|value| format!("{}:{value}", value.ty()));
            ended.results = typed.collect();
        }
        Status::Trapped(trap) => {
            ended.status = "trapped";
            ended.why = Some(trap.to_string());
            ended.detail = failure(machine).map(|failure| failure.detail);
        }
        Status::Thrown(exception) => {
            ended.status = "thrown";
            ended.why = object(machine, *exception).map(|exception| exception.to_string());
        }
        Status::Ready | Status::Running | Status::Exited(_) => {}
    }
    ended
}

/// Lets the console answer a call that waits, if one does; false when it has no answer.
fn answered(machine: &mut Machine, ended: &mut Ended) -> bool {
    // The step before may have ended in a call of the host that is the next one.
    let Some(call) = machine.host_call() else {
        return true;
    };
    let Some((answer, output)) = console::answer(machine, &call) else {
        ended.why = Some(format!("{}.{}", call.module, call.name));
        return false;
    };
    match output {
        Output::Line(text) => {
            ended.printed += &text;
            ended.printed.push('\n');
        }
        Output::Text(text) | Output::Problem(text) => ended.printed += &text,
    }
    machine.answer(&answer).is_ok()
}

/// The names of instructions that were executed.
fn names(machine: &Machine, seen: &BTreeSet<(FuncAddr, u32)>) -> Vec<String> {
    let name = |(func, pc): &(FuncAddr, u32)| {
        let instr = machine.store().code(*func)?.instrs.get(*pc as usize);
        instr.map(Instr::name)
    };
    let names: BTreeSet<&str> = seen.iter().filter_map(name).collect();
    names.into_iter().map(str::to_owned).collect()
}
