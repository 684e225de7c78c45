//! Running directives, one after the other, on one machine.

use super::modules::{Refusal, build};
use super::{Problem, expect};
use crate::exec::{Answer, InstantiateError, Outcome};
use crate::host::spectest::Spectest;
use crate::runtime::{ExternVal, InstanceAddr, Machine, MachineLimits, Ref, Status, Trap, Value};
use crate::syntax::{HeapType, Module, RefType};
use std::collections::HashMap;
use std::sync::Arc;
use wasmparser::WasmFeatures;
use wast::token::Id;
use wast::{QuoteWat, WastDirective, WastExecute, WastInvoke, WastRet, Wat};

/// Instructions that one action may execute; more than any test of the suite by far.
const FUEL: u64 = 1 << 30;

/// What a script has made so far.
pub(super) struct Runner<'a> {
    /// Is given the machine when an action begins.
    watch: &'a mut dyn FnMut(&mut Machine),
    features: WasmFeatures,
    machine: Machine,
    spectest: Spectest,
    /// The latest instance; none when making it failed.
    current: Option<InstanceAddr>,
    named: HashMap<String, InstanceAddr>,
    registered: HashMap<String, InstanceAddr>,
    /// Modules that were defined without an instance; the latest has no name.
    definitions: HashMap<Option<String>, Arc<Module>>,
}

/// How an action ended.
enum Ended {
    Returned(Vec<Value>),
    Trapped(Trap),
    /// With an exception that nobody has caught.
    Thrown(Ref),
}

/// Why an instance was not made.
enum NoInstance {
    Refused(Refusal),
    Failed(InstantiateError),
    /// The start function trapped.
    Trapped(Trap),
    /// The start function threw an exception.
    Thrown(Ref),
    Wrong(String),
}

impl NoInstance {
    fn message(self) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(),
            Self::Failed(error) => error.to_string(),
            Self::Trapped(trap) => format!("{trap}, in the start function"),
            Self::Thrown(exception) => {
                format!("{}, in the start function", uncaught(exception))
            }
            Self::Wrong(message) => message,
        }
    }
}

impl<'a> Runner<'a> {
    pub(super) fn new(features: WasmFeatures, watch: &'a mut dyn FnMut(&mut Machine)) -> Self {
        let mut machine = Machine::new(MachineLimits::default());
        let spectest = Spectest::add_to(&mut machine);
        Self {
            watch,
            features,
            machine,
            spectest,
            current: None,
            named: HashMap::new(),
            registered: HashMap::new(),
            definitions: HashMap::new(),
        }
    }

    pub(super) fn run(&mut self, directive: WastDirective<'_>) -> Result<(), Problem> {
        match directive {
            WastDirective::Module(module) => Ok(self.module(module)?),
            WastDirective::ModuleDefinition(module) => Ok(self.define(module)?),
            WastDirective::ModuleInstance {
                instance, module, ..
            } => Ok(self.instance(instance, module)?),
            WastDirective::Register { name, module, .. } => {
                let instance = self.find(module)?;
                self.registered.insert(name.to_owned(), instance);
                Ok(())
            }
            WastDirective::AssertMalformed { module, .. } => match build(module, self.features) {
                Err(Refusal::Malformed(_)) => Ok(()),
                other => Err(unexpected("malformed", other).into()),
            },
            WastDirective::AssertInvalid { module, .. } => match build(module, self.features) {
                Err(Refusal::Invalid(_)) => Ok(()),
                other => Err(unexpected("invalid", other).into()),
            },
            WastDirective::AssertUnlinkable {
                module, message, ..
            } => Ok(self.assert_unlinkable(module, message)?),
            WastDirective::Invoke(invoke) => match self.invoke(&invoke)? {
                Ended::Returned(_) => Ok(()),
                Ended::Trapped(trap) => Err(format!("trapped: {trap}").into()),
                Ended::Thrown(exception) => Err(uncaught(exception).into()),
            },
            WastDirective::AssertReturn { exec, results, .. } => {
                Ok(self.assert_return(exec, &results)?)
            }
            WastDirective::AssertTrap { exec, message, .. } => Ok(self.assert_trap(exec, message)?),
            WastDirective::AssertExhaustion { call, message, .. } => match self.invoke(&call)? {
                Ended::Trapped(Trap::CallStackExhausted) => {
                    Ok(same_words(Trap::CallStackExhausted, message)?)
                }
                other => Err(expected("exhaustion", message, &other).into()),
            },
            WastDirective::AssertException { exec, .. } => match self.execute(exec) {
                Ok(Ended::Thrown(_)) | Err(NoInstance::Thrown(_)) => Ok(()),
                Ok(other) => Err(expected("an exception", "", &other).into()),
                Err(other) => Err(other.message().into()),
            },
            WastDirective::AssertSuspension { .. } => Err(not_supported("stack switching")),
            WastDirective::Thread(_) | WastDirective::Wait { .. } => Err(not_supported("threads")),
            WastDirective::AssertMalformedCustom { .. }
            | WastDirective::AssertInvalidCustom { .. } => {
                let reason = "what is in custom sections is not checked";
                Err(Problem::NotLookedAt(reason.to_owned()))
            }
        }
    }

    fn module(&mut self, module: QuoteWat<'_>) -> Result<(), String> {
        let name = module.name();
        self.current = None;
        let module = build(module, self.features).map_err(Refusal::message)?;
        self.instantiate_as(name, &module)
    }

    fn instantiate_as(&mut self, name: Option<Id<'_>>, module: &Arc<Module>) -> Result<(), String> {
        // A name that is used again must not go on to mean the instance before.
        if let Some(name) = name {
            self.named.remove(name.name());
        }
        let instance = self.instantiate(module).map_err(NoInstance::message)?;
        self.current = Some(instance);
        if let Some(name) = name {
            self.named.insert(name.name().to_owned(), instance);
        }
        Ok(())
    }

    fn define(&mut self, module: QuoteWat<'_>) -> Result<(), String> {
        let name = module.name().map(|name| name.name().to_owned());
        self.definitions.remove(&None);
        let module = build(module, self.features).map_err(Refusal::message)?;
        if name.is_some() {
            self.definitions.insert(name, Arc::clone(&module));
        }
        self.definitions.insert(None, module);
        Ok(())
    }

    fn instance(&mut self, name: Option<Id<'_>>, module: Option<Id<'_>>) -> Result<(), String> {
        let key = module.map(|name| name.name().to_owned());
        let Some(module) = self.definitions.get(&key).cloned() else {
            return Err(match key {
                Some(key) => format!("no module ${key} is defined"),
                None => "no module is defined".to_owned(),
            });
        };
        self.current = None;
        self.instantiate_as(name, &module)
    }

    fn build_instance(&mut self, module: Wat<'_>) -> Result<InstanceAddr, NoInstance> {
        let module = build(QuoteWat::Wat(module), self.features).map_err(NoInstance::Refused)?;
        self.instantiate(&module)
    }

    fn instantiate(&mut self, module: &Arc<Module>) -> Result<InstanceAddr, NoInstance> {
        let resolve = |import: &crate::syntax::Import| {
            if &*import.module == "spectest" {
                return self.spectest.export(&import.name);
            }
            let instance = self.registered.get(&*import.module)?;
            self.machine
                .store()
                .instance(*instance)
                .export(&import.name)
        };
        let imports: Vec<Option<ExternVal>> = module.imports.iter().map(resolve).collect();
        let instance = self.machine.instantiate(module, &imports);
        let instance = instance.map_err(NoInstance::Failed)?;
        if let Some(call) = self.machine.start_call(instance) {
            let entered = self.machine.enter(vec![call]);
            entered.map_err(|error| NoInstance::Wrong(error.to_string()))?;
            match self.finish().map_err(NoInstance::Wrong)? {
                Ended::Returned(_) => {}
                Ended::Trapped(trap) => return Err(NoInstance::Trapped(trap)),
                Ended::Thrown(exception) => return Err(NoInstance::Thrown(exception)),
            }
        }
        Ok(instance)
    }

    fn find(&self, name: Option<Id<'_>>) -> Result<InstanceAddr, String> {
        match name {
            Some(name) => {
                let named = self.named.get(name.name()).copied();
                named.ok_or_else(|| format!("there is no instance ${}", name.name()))
            }
            None => self.current.ok_or("there is no instance".to_owned()),
        }
    }

    fn export(&self, module: Option<Id<'_>>, name: &str) -> Result<ExternVal, String> {
        let instance = self.machine.store().instance(self.find(module)?);
        let export = instance.export(name);
        export.ok_or_else(|| format!("the instance has no export {name:?}"))
    }

    fn invoke(&mut self, invoke: &WastInvoke<'_>) -> Result<Ended, String> {
        let ExternVal::Func(func) = self.export(invoke.module, invoke.name)? else {
            return Err(format!("the export {:?} is no function", invoke.name));
        };
        let args = invoke.args.iter().map(expect::argument);
        let args: Vec<Value> = args.collect::<Result<_, _>>()?;
        let entered = self.machine.enter_call(func, &args);
        entered.map_err(|error| error.to_string())?;
        self.finish()
    }

    /// Runs what was entered to its end. Host functions print, which nobody looks at.
    fn finish(&mut self) -> Result<Ended, String> {
        (self.watch)(&mut self.machine);
        loop {
            match self.machine.run(FUEL - self.machine.steps().min(FUEL)) {
                Outcome::Paused => {
                    return Err(format!("not at an end after {FUEL} instructions"));
                }
                Outcome::HostCall => {
                    let answer = self.machine.answer(&Answer::default());
                    answer.map_err(|error| error.to_string())?;
                }
                Outcome::Yielded | Outcome::Stopped => {}
                Outcome::Exhausted(limit) => {
                    return Err(format!("the host has not enough memory for the {limit}"));
                }
                Outcome::Ended => break,
            }
        }
        match self.machine.status() {
            Status::Returned(results) => Ok(Ended::Returned(results.clone())),
            Status::Trapped(trap) => Ok(Ended::Trapped(*trap)),
            Status::Thrown(exception) => Ok(Ended::Thrown(*exception)),
            other => Err(format!("ended as {other:?}")),
        }
    }

    fn execute(&mut self, exec: WastExecute<'_>) -> Result<Ended, NoInstance> {
        match exec {
            WastExecute::Invoke(invoke) => self.invoke(&invoke).map_err(NoInstance::Wrong),
            WastExecute::Wat(module) => {
                self.build_instance(module)?;
                Ok(Ended::Returned(Vec::new()))
            }
            WastExecute::Get { module, global, .. } => {
                let export = self.export(module, global).map_err(NoInstance::Wrong)?;
                let ExternVal::Global(addr) = export else {
                    let message = format!("the export {global:?} is no global");
                    return Err(NoInstance::Wrong(message));
                };
                let value = self.machine.store().global(addr).value();
                Ok(Ended::Returned(vec![value]))
            }
        }
    }

    fn assert_return(
        &mut self,
        exec: WastExecute<'_>,
        results: &[WastRet<'_>],
    ) -> Result<(), String> {
        match self.execute(exec).map_err(NoInstance::message)? {
            Ended::Returned(found) => expect::results(&found, results),
            Ended::Trapped(trap) => Err(format!("expected a return, trapped: {trap}")),
            Ended::Thrown(exception) => Err(format!("expected a return: {}", uncaught(exception))),
        }
    }

    fn assert_trap(&mut self, exec: WastExecute<'_>, message: &str) -> Result<(), String> {
        match self.execute(exec) {
            Ok(Ended::Trapped(trap)) | Err(NoInstance::Trapped(trap)) => same_words(trap, message),
            Err(NoInstance::Failed(InstantiateError::Trap(segment))) => {
                same_words(segment.trap, message)
            }
            Ok(other) => Err(expected("a trap", message, &other)),
            Err(other) => Err(format!(
                "expected a trap ({message}), but {}",
                other.message()
            )),
        }
    }

    fn assert_unlinkable(&mut self, module: Wat<'_>, message: &str) -> Result<(), String> {
        let found = match self.build_instance(module) {
            Ok(_) => "it was instantiated".to_owned(),
            Err(NoInstance::Failed(InstantiateError::Link(error))) => {
                let text = error.to_string();
                if text.starts_with(message) {
                    return Ok(());
                }
                text
            }
            Err(other) => other.message(),
        };
        Err(format!(
            "expected an unlinkable module ({message}), but {found}"
        ))
    }
}

fn not_supported(what: &str) -> Problem {
    Problem::NotLookedAt(format!("{what} are not supported"))
}

fn unexpected(wanted: &str, found: Result<Arc<Module>, Refusal>) -> String {
    match found {
        Ok(_) => format!("expected a module that is {wanted}, but it is valid"),
        Err(refusal) => format!(
            "expected a module that is {wanted}, but {}",
            refusal.message()
        ),
    }
}

fn expected(wanted: &str, message: &str, found: &Ended) -> String {
    match found {
        Ended::Trapped(trap) => format!("expected {wanted} ({message}), trapped: {trap}"),
        Ended::Returned(_) => format!("expected {wanted} ({message}), returned"),
        Ended::Thrown(exception) => {
            format!("expected {wanted} ({message}): {}", uncaught(*exception))
        }
    }
}

fn uncaught(exception: Ref) -> String {
    let exception = Value::Ref(RefType::new(false, HeapType::Exn), exception);
    format!("{exception} was thrown and not caught")
}

/// Some scripts add details to the words of a trap, some leave words out.
fn same_words(trap: Trap, expected: &str) -> Result<(), String> {
    let found = trap.message();
    if found.starts_with(expected) || expected.starts_with(found) {
        return Ok(());
    }
    Err(format!("expected the trap {expected:?}, found {found:?}"))
}
