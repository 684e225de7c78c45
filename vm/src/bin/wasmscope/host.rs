//! A machine with what is linked to it, and driving it.

use crate::failure::{Exit, Failure};
use crate::input::Loaded;
use crate::progress::Progress;
use crate::replies::{self, Replies};
use crate::{interrupt, picture};
use std::io::Write;
use wasmscope::exec::{Answer, AnswerError, InstantiateError, Outcome};
use wasmscope::host::spectest::Spectest;
use wasmscope::host::wasi;
use wasmscope::host::{Linked, Overrides, Unprovided, provide, spectest};
use wasmscope::runtime::{ExternVal, InstanceAddr, Limit, Machine, MachineLimits};
use wasmscope::syntax::Import;

/// Why a run was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Left {
    /// The program has ended, or is where it was to be run to, or the fuel is used.
    Done,
    /// The program needs more than a limit allows of which it is not told.
    Limit(Limit),
    /// Ctrl-C.
    Interrupted,
}

/// A machine with what is linked to it.
pub(crate) struct Host {
    pub(crate) machine: Machine,
    pub(crate) fuel: u64,
    /// How far the program has come, for those who wait.
    pub(crate) progress: Progress,
    pub(crate) replies: Replies,
    /// What becomes of imports that nobody has.
    pub(crate) unprovided: Unprovided,
    /// Those that were made because nobody has them.
    pub(crate) made: Vec<Import>,
    spectest: Option<Spectest>,
    /// Instances by the name that they are imported by.
    pub(crate) linked: Linked,
    /// The modules of all instances, in order of their addresses.
    pub(crate) modules: Vec<Loaded>,
}

impl Host {
    pub(crate) fn new(limits: MachineLimits, fuel: Option<u64>) -> Self {
        Self {
            machine: Machine::new(limits),
            fuel: fuel.unwrap_or(u64::MAX),
            progress: Progress::new("instructions", fuel),
            replies: Replies::default(),
            unprovided: Unprovided::Refuse,
            made: Vec::new(),
            spectest: None,
            linked: Linked::default(),
            modules: Vec::new(),
        }
    }

    /// Makes an instance's exports what imports of `name` find.
    pub(crate) fn link(&mut self, name: String, instance: InstanceAddr) {
        self.linked.add(name, instance);
    }

    /// Instantiates a module, with everything that it imports.
    pub(crate) fn instantiate(&mut self, loaded: Loaded) -> Result<InstanceAddr, Failure> {
        let module = &loaded.program.module;
        let wants = |import: &Import| &*import.module == spectest::NAME;
        if self.spectest.is_none() && module.imports.iter().any(wants) {
            self.spectest = Some(Spectest::add_to(&mut self.machine));
        }
        let missing: Vec<&Import> = (module.imports.iter())
            .filter(|import| {
                let found = self.find(&self.machine, &import.module, &import.name);
                found.is_none() && !replies::answers(import)
            })
            .collect();
        if !missing.is_empty() && self.unprovided == Unprovided::Refuse {
            return Err(unlinkable(&loaded.file, &missing));
        }
        let made: Vec<Import> = missing.into_iter().cloned().collect();
        self.made.extend(made);
        let mut machine = std::mem::replace(&mut self.machine, Machine::new(Default::default()));
        let find = |machine: &Machine, module: &str, name: &str| self.find(machine, module, name);
        let provided = provide(
            &mut machine,
            module,
            &find,
            &replies::answers,
            self.unprovided,
            &Overrides::new(),
        );
        let instance = provided.and_then(|provided| machine.instantiate(module, &provided.values));
        self.machine = machine;
        let instance = instance.map_err(|error| not_instantiated(&loaded.file, &error))?;
        self.modules.push(loaded);
        Ok(instance)
    }

    fn find(&self, machine: &Machine, module: &str, name: &str) -> Option<ExternVal> {
        let linked = self.linked.find(machine, module, name);
        if linked.is_some() {
            return linked;
        }
        match module == spectest::NAME {
            true => self.spectest.as_ref()?.export(name),
            false => None,
        }
    }

    /// Runs until the program has ended or the fuel is used. It prints to `out`.
    pub(crate) fn drive(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        let left = self.drive_to(u64::MAX, out)?;
        out.flush().map_err(|error| replies::not_written(&error))?;
        self.check(left)
    }

    /// Runs until a step, unless the program ends before, the fuel is used, somebody
    /// interrupts it, or it needs more than a limit allows of which it is not told. It
    /// prints to `out`.
    pub(crate) fn drive_to(&mut self, step: u64, out: &mut dyn Write) -> Result<Left, Failure> {
        let left = self.go_on(step, out);
        self.progress.make_room();
        left
    }

    fn go_on(&mut self, step: u64, out: &mut dyn Write) -> Result<Left, Failure> {
        loop {
            let left = self.fuel.min(step).saturating_sub(self.machine.steps());
            match (self.machine).run_within(left.min(interrupt::SLICE), interrupt::WORK) {
                Outcome::HostCall if left > 0 => {
                    let Some(answer) = self.reply(out)? else {
                        return Ok(Left::Interrupted);
                    };
                    let accepted = self.machine.answer(&answer);
                    if let Outcome::Exhausted(limit) = self.accepted(accepted)? {
                        return Ok(Left::Limit(limit));
                    }
                }
                Outcome::Paused if left > interrupt::SLICE => {}
                Outcome::Yielded | Outcome::Stopped => {}
                Outcome::Exhausted(limit) => return Ok(Left::Limit(limit)),
                Outcome::HostCall | Outcome::Paused | Outcome::Ended => return Ok(Left::Done),
            }
            self.progress.at(self.machine.steps());
            if interrupt::raised() {
                return Ok(Left::Interrupted);
            }
        }
    }

    /// Whether a run was left because it was done.
    pub(crate) fn check(&self, left: Left) -> Result<(), Failure> {
        match left {
            Left::Done => Ok(()),
            Left::Limit(limit) => {
                let text = picture::exhausted(&self.machine, limit, &self.modules);
                Err(Failure::new(Exit::Limit, text))
            }
            Left::Interrupted => {
                let text = picture::interrupted(&self.machine, &self.modules);
                Err(Failure::new(Exit::Interrupted, text))
            }
        }
    }

    /// What the host says to the call that waits; `None` when that was given up by Ctrl-C.
    pub(crate) fn reply(&mut self, out: &mut dyn Write) -> Result<Option<Answer>, Failure> {
        self.progress.make_room();
        match self.machine.host_call() {
            Some(call) => self.replies.reply(&self.machine, &call, out),
            None => Ok(Some(Answer::default())),
        }
    }

    /// Whether the machine has taken an answer.
    pub(crate) fn accepted<T>(&self, taken: Result<T, AnswerError>) -> Result<T, Failure> {
        taken.map_err(|error| {
            let call = self.machine.host_call();
            let name = call.map_or_else(String::new, |call| {
                format!("{}.{}: ", call.module, call.name)
            });
            Failure::new(Exit::Module, format!("wasmscope: error: {name}{error}\n"))
        })
    }
}

fn unlinkable(file: &str, missing: &[&Import]) -> Failure {
    let mut text = String::new();
    for import in missing {
        let Import { module, name, ty } = import;
        text += &format!("{file}: error: unknown import: \"{module}\" \"{name}\" ({ty})\n");
    }
    let name = &missing[0].module;
    text += &match &**name {
        wasi::NAME => format!(
            "  fix: import functions of WASI preview 1 as its standard has them, or give a module: \
             --link {name}=FILE\n"
        ),
        wasi::OLD_NAME => format!(
            "  fix: this is the snapshot before WASI preview 1, with other numbers and layouts: \
             build the program with a compiler of 2020 or later (rustc --target wasm32-wasip1, \
             clang --target=wasm32-wasi), which imports {}\n",
            wasi::NAME
        ),
        _ => format!(
            "  fix: give the file of a module that exports it: --link {name}=FILE\n  \
             provided are: console.log (any numbers), env.print (i32 i32), env.putchar (i32), \
             canvas.size (i32 i32), canvas.present (i32), canvas.key, spectest, {}\n",
            wasi::NAME
        ),
    };
    Failure::new(Exit::Module, text)
}

fn not_instantiated(file: &str, error: &InstantiateError) -> Failure {
    let (exit, fix) = match error {
        InstantiateError::Link(_) => (
            Exit::Module,
            "import it as it is, or change what is linked".to_owned(),
        ),
        InstantiateError::Exhausted { limit, .. } => {
            let fix = match limit {
                Limit::Memory => "allow more with --memory-limit PAGES",
                Limit::Table | Limit::Stack => "make the table smaller",
                Limit::Heap => "make fewer or smaller objects in constant expressions",
            };
            (Exit::Limit, fix.to_owned())
        }
        InstantiateError::Trap(_) => (
            Exit::Trap,
            "make the memory or table larger, or move the segment".to_owned(),
        ),
    };
    Failure::new(exit, format!("{file}: error: {error}\n  fix: {fix}\n"))
}
