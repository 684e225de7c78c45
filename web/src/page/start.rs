//! Starting a program: making the machine, and standing at step 0.

use leptos::prelude::*;
use wasmscope::host::console::Output;
use wasmscope::host::{self, Unprovided};
use wasmscope::runtime::{InstanceAddr, Machine, MachineLimits, Value};

use super::Page;
use super::hosts::Given;
use crate::model::debugger::{Debugger, StartError};
use crate::model::modules::{Instances, Linked, instantiate};
use crate::model::program::{ArgumentProblem, EntryPoint, Param, Program};

/// What the page shows of WASI.
#[derive(Clone, Copy)]
pub struct Wasi {
    /// The words for the program, as they are typed.
    pub words: RwSignal<String>,
    /// Whether the program asks for words.
    pub takes_words: RwSignal<bool>,
    /// Whether it can be given standard input.
    pub takes_input: RwSignal<bool>,
}

impl Wasi {
    /// Whether anything of it is shown.
    fn is_used(self) -> bool {
        self.takes_words.get_untracked() || self.takes_input.get_untracked()
    }
}

impl Default for Wasi {
    fn default() -> Self {
        Self {
            words: RwSignal::default(),
            takes_words: RwSignal::new(false),
            takes_input: RwSignal::new(false),
        }
    }
}

impl Page {
    /// Forgets what was given to another program; false when there was nothing.
    pub(super) fn forget_wasi(self) -> bool {
        self.hosts.update_value(|hosts| hosts.given.wasi = None);
        if self.wasi.words.with_untracked(|words| !words.is_empty()) {
            self.wasi.words.set(String::new());
        }
        self.wasi.is_used()
    }

    /// Starts the chosen function with the arguments in their boxes.
    pub fn restart(self) {
        self.argument_problem.set(None);
        let entry = self.entry.with_untracked(Clone::clone);
        let entry = self.entries.with_untracked(|entries| {
            entries
                .iter()
                .find(|known| Some(&known.name) == entry.as_ref())
                .cloned()
        });
        let Some(entry) = entry else {
            self.stop_run();
            self.publish();
            return;
        };
        let started = self
            .argument_values(&entry)
            .map_err(StartError::Argument)
            .and_then(|args| self.start(&entry, args));
        match started {
            Ok(()) => {}
            Err(StartError::Argument(problem)) => {
                self.argument_problem.set(Some(problem));
                self.publish();
            }
            Err(error) => {
                self.show_problems(vec![error.problem()]);
                self.publish();
            }
        }
    }

    /// Makes the machine anew and enters a function. Nothing is executed.
    pub(crate) fn start(self, entry: &EntryPoint, args: Vec<Value>) -> Result<(), StartError> {
        let program = self.with_debugger(|debugger| debugger.program().cloned());
        let program = program.ok_or(StartError::Empty)?;
        let linked = self.with_debugger(|debugger| debugger.linked().to_vec());
        let given = self.hosts.with_value(|hosts| hosts.given.clone());
        let made = self.make_with(&program, &linked, self.limits(), &given)?;
        let Made {
            machine,
            instance,
            printed,
        } = made;
        let asks = |linked: &Linked| linked.program.imports_wasi(None);
        let journal = match program.imports_wasi(None) || linked.iter().any(asks) {
            true => Some(self.begin_wasi(entry)?),
            false => None,
        };
        self.stop_run();
        let entered =
            self.change_debugger(|debugger| debugger.enter(machine, instance, entry.clone(), args));
        entered?;
        self.hosts.update_value(|hosts| {
            hosts.restart();
            hosts.show_from_start(printed);
        });
        if journal.is_some() || self.wasi.is_used() {
            self.take_wasi(journal, entry);
        }
        self.stopped_at.set(None);
        self.record.set_value(None);
        self.promise.set_value(None);
        self.forget_jumps();
        self.forget_news();
        self.past.restart();
        self.publish();
        Ok(())
    }

    /// The arguments as values.
    ///
    /// # Errors
    ///
    /// Which one is wrong and what it should look like.
    pub(super) fn argument_values(self, entry: &EntryPoint) -> Result<Vec<Value>, ArgumentProblem> {
        self.arguments.with_untracked(|texts| {
            let read = |(index, param): (usize, &Param)| {
                let text = texts.get(index).map_or("0", String::as_str);
                Value::parse(param.ty, text).map_err(|error| ArgumentProblem {
                    index: Some(index),
                    message: format!("{}: {error}", param.name),
                })
            };
            entry.params.iter().enumerate().map(read).collect()
        })
    }

    /// Makes a machine with an instance of a program, with the modules that it imports from and
    /// what a script gives to it.
    ///
    /// # Errors
    ///
    /// When it cannot be instantiated.
    pub(super) fn make_with(
        self,
        program: &Program,
        linked: &[Linked],
        limits: MachineLimits,
        given: &Given,
    ) -> Result<Made, StartError> {
        let Prepared {
            mut machine,
            provided,
            own,
            printed,
        } = self.provide(program, linked, limits, given)?;
        let instance = machine
            .instantiate(&program.module, &provided.values)
            .map_err(unlinkable)?;
        let chosen = self.chosen.get_value();
        chosen.put_elements(&mut machine, instance, &own);
        Ok(Made {
            machine,
            instance,
            printed,
        })
    }

    /// Makes a machine with all that a program imports, before it is instantiated.
    ///
    /// # Errors
    ///
    /// When something cannot be made.
    pub(super) fn provide(
        self,
        program: &Program,
        linked: &[Linked],
        limits: MachineLimits,
        given: &Given,
    ) -> Result<Prepared, StartError> {
        let mut machine = Machine::new(limits);
        let chosen = self.chosen.get_value();
        // What the person has chosen since goes before what a script has given.
        let mut globals = given.globals.clone();
        globals.extend(chosen.globals.clone());
        let instances = match linked {
            [] => Instances::default(),
            _ => instantiate(&mut machine, linked, &globals)
                .map_err(|failed| StartError::Module(failed.module, failed.message))?,
        };
        let find = |machine: &Machine, module: &str, name: &str| {
            instances.linked.find(machine, module, name)
        };
        // All that nobody provides is made; whose calls are answered by whom is seen later.
        let provided = host::provide(
            &mut machine,
            &program.module,
            &find,
            &|_| true,
            Unprovided::Make,
            &globals,
        );
        let provided = provided.map_err(unlinkable)?;
        // What other modules export is not the person's to choose.
        let mut own = provided.clone();
        for (value, import) in own.values.iter_mut().zip(&program.module.imports) {
            *value = value.filter(|_| find(&machine, &import.module, &import.name).is_none());
        }
        chosen.put_bytes(&mut machine, &program.module, &own);
        let printed = instances.printed;
        Ok(Prepared {
            machine,
            provided,
            own,
            printed,
        })
    }

    pub(crate) fn with_debugger<T>(self, read: impl FnOnce(&Debugger) -> T) -> T {
        self.debugger.with_value(read)
    }

    pub(crate) fn change_debugger<T>(self, change: impl FnOnce(&mut Debugger) -> T) -> T {
        self.debugger
            .try_update_value(change)
            .expect("the page lives as long as the tab")
    }
}

/// A machine with all that a program imports.
pub(super) struct Prepared {
    pub(super) machine: Machine,
    pub(super) provided: host::Provided,
    /// What was made for it alone.
    own: host::Provided,
    /// What the other modules have printed when they were started.
    printed: Vec<Output>,
}

/// A machine with a program.
pub(super) struct Made {
    machine: Machine,
    instance: InstanceAddr,
    printed: Vec<Output>,
}

#[allow(clippy::needless_pass_by_value, reason = "it is mapped over errors")]
fn unlinkable(error: wasmscope::exec::InstantiateError) -> StartError {
    StartError::Unlinkable(error.to_string())
}
