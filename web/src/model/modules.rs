//! The modules of a program: the one that runs, and others whose exports satisfy imports by
//! their names. Each is shown in a tab of its own.

use std::sync::Arc;

use wasmscope::exec::Outcome;
use wasmscope::host::console::{self, Output};
use wasmscope::host::{self, Circle, Overrides, Unprovided, wasi};
use wasmscope::link::MOST_MODULES;
use wasmscope::runtime::{Call, InstanceAddr, Machine, Status};
use wasmscope::syntax::{CodeIdx, ExternType, Import, Module};
use wasmscope::view::{Elsewhere, Positions};

use super::debugger::WORK;
use super::problems::Problem;
use super::program::{Program, imports_wasi, problem_of};
use crate::text;

/// The name of the module that runs. No other one can have it.
pub const MAIN: &str = "main";

/// The most letters of a name.
const LONGEST: usize = 100;

/// Instructions that a start function may take before the first step.
const MOST_STARTING: u64 = 10_000_000;

/// What a new tab begins with, after a comment.
const TEMPLATE: &str = "
(module
  (func (export \"double\") (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 2))))
";

/// A module beside the main one.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Its number, which no other one ever has; 0 is the main module.
    pub id: u32,
    /// The name that it is imported by.
    pub name: Arc<str>,
    /// Its text.
    pub text: String,
    /// The program that this is the text of, or what is wrong with it.
    pub program: Result<Arc<Program>, Vec<Problem>>,
}

/// A module that is instantiated before the main one.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The number of its tab.
    pub id: u32,
    /// The name that it is imported by.
    pub name: Arc<str>,
    /// The module with its text.
    pub program: Arc<Program>,
}

/// All modules beside the main one, in the order of their tabs.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    tabs: Vec<Tab>,
    last: u32,
}

impl Modules {
    /// In the order of their tabs.
    #[must_use]
    pub fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The tab of a number.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&Tab> {
        self.tabs.iter().find(|tab| tab.id == id)
    }

    /// The tab of a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Tab> {
        self.tabs.iter().find(|tab| *tab.name == *name)
    }

    /// Adds a module, and gives the number of its tab.
    ///
    /// # Errors
    ///
    /// When it cannot have this name, or there are too many.
    pub fn add(&mut self, name: &str, source: Source) -> Result<u32, String> {
        self.check_name(name, None)?;
        if self.tabs.len() >= MOST_MODULES {
            return Err(text::modules_model_too_many(MOST_MODULES, MAIN));
        }
        self.last += 1;
        self.tabs.push(Tab {
            id: self.last,
            name: name.into(),
            text: source.text(),
            program: source.program(),
        });
        Ok(self.last)
    }

    /// Adds a module with a name that is free, to be written.
    ///
    /// # Errors
    ///
    /// When there are too many.
    pub fn add_new(&mut self) -> Result<u32, String> {
        let mut names = (1..).map(|number| match number {
            1 => "module".to_owned(),
            number => format!("module{number}"),
        });
        let free = names.find(|name| self.named(name).is_none());
        let begun = format!(";; {}{TEMPLATE}", text::MODULES_MODEL_COMMENT);
        self.add(&free.unwrap_or_default(), Source::Text(begun))
    }

    /// Gives a module another name.
    ///
    /// # Errors
    ///
    /// When it cannot have this one.
    pub fn rename(&mut self, id: u32, name: &str) -> Result<(), String> {
        self.check_name(name, Some(id))?;
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.id == id) {
            tab.name = name.into();
        }
        Ok(())
    }

    /// Removes a module; gives the number of the one that takes its place in sight.
    pub fn remove(&mut self, id: u32) -> u32 {
        let at = self.tabs.iter().position(|tab| tab.id == id);
        let Some(at) = at else { return 0 };
        self.tabs.remove(at);
        let next = self.tabs.get(at).or(self.tabs[..at].last());
        next.map_or(0, |tab| tab.id)
    }

    /// Puts something else in the place of a module, which keeps its name.
    pub fn replace(&mut self, id: u32, source: Source) {
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.id == id) {
            tab.text = source.text();
            tab.program = source.program();
        }
    }

    /// Gives a module another text.
    pub fn set_text(&mut self, id: u32, text: &str) {
        if let Some(tab) = self.tabs.iter_mut().find(|tab| tab.id == id)
            && tab.text != text
        {
            text.clone_into(&mut tab.text);
            tab.program = assembled(text);
        }
    }

    fn check_name(&self, name: &str, own: Option<u32>) -> Result<(), String> {
        if name.trim().is_empty() {
            return Err(text::MODULES_MODEL_NO_NAME.to_owned());
        }
        if name.chars().count() > LONGEST {
            return Err(text::modules_model_long_name(LONGEST));
        }
        if name == MAIN {
            return Err(text::modules_model_main_name(MAIN));
        }
        match self.named(name).filter(|tab| Some(tab.id) != own) {
            Some(_) => Err(text::modules_model_same_name(name)),
            None => Ok(()),
        }
    }

    /// The modules in the order in which they are instantiated before the main one.
    /// `is_given` says what somebody else provides of what a module of that name does not.
    ///
    /// # Errors
    ///
    /// What is wrong with them, and why they do not go together.
    pub fn link(
        &self,
        main: &Module,
        is_given: &dyn Fn(&Import) -> bool,
    ) -> Result<Vec<Linked>, Vec<Problem>> {
        let mut linked = Vec::new();
        let mut problems = self.problems();
        for Tab {
            id, name, program, ..
        } in &self.tabs
        {
            if let Ok(program) = program {
                linked.push(Linked {
                    id: *id,
                    name: Arc::clone(name),
                    program: Arc::clone(program),
                });
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let named = |name: &str| linked.iter().find(|linked| *linked.name == *name);
        let others = linked.iter().map(|own| (own.id, &*own.program.module));
        for (id, module) in others.chain([(0, main)]) {
            for import in &module.imports {
                let wrong = match named(&import.module) {
                    Some(from) => not_exported(import, from, id, is_given),
                    None => from_main(import, main, id),
                };
                problems.extend(wrong.map(|problem| problem.of_module(id)));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let modules: Vec<(&str, &Module)> = linked
            .iter()
            .map(|linked| (&*linked.name, &*linked.program.module))
            .collect();
        match host::order(&modules) {
            Ok(order) => Ok(order.into_iter().map(|at| linked[at].clone()).collect()),
            Err(Circle(way)) => {
                let names = way.iter().chain(way.first());
                let names: Vec<String> =
                    names.map(|at| format!("`{}`", linked[*at].name)).collect();
                let mut problem = Problem::without_place(text::modules_model_circle(
                    names.join(text::MODULES_MODEL_CIRCLE_FROM),
                ));
                problem
                    .details
                    .push(text::MODULES_MODEL_CIRCLE_FIX.to_owned());
                Err(vec![problem.of_module(linked[way[0]].id)])
            }
        }
    }

    /// What is wrong with each of them.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let wrong = self.tabs.iter().filter_map(|tab| {
            let problems = tab.program.as_ref().err()?.iter();
            Some(problems.map(|problem| problem.clone().of_module(tab.id)))
        });
        wrong.flatten().collect()
    }
}

/// What a tab is made of.
#[derive(Clone, Debug)]
pub enum Source {
    /// A text, valid or not.
    Text(String),
    /// A program that was loaded.
    Program(Arc<Program>),
    /// Bytes that are no module, and what is wrong with them.
    Refused(Vec<Problem>),
}

impl Source {
    /// The text that the editor shows.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Program(program) => program.text().to_owned(),
            Self::Refused(_) => String::new(),
        }
    }

    fn program(self) -> Result<Arc<Program>, Vec<Problem>> {
        match self {
            Self::Text(text) => assembled(&text),
            Self::Program(program) => Ok(program),
            Self::Refused(problems) => Err(problems),
        }
    }
}

fn assembled(text: &str) -> Result<Arc<Program>, Vec<Problem>> {
    match Program::from_text(text) {
        Ok(program) => Ok(Arc::new(program)),
        Err(problems) => Err(problems.iter().map(problem_of).collect()),
    }
}

/// Why a module does not get an import from the one whose name it names; `None` when it does,
/// or somebody else provides it.
fn not_exported(
    import: &Import,
    from: &Linked,
    importer: u32,
    is_given: &dyn Fn(&Import) -> bool,
) -> Option<Problem> {
    let module = &from.program.module;
    let is_other = from.id != importer;
    if is_other && module.export(&import.name).is_some() || provides(import) || is_given(import) {
        return None;
    }
    let (name, wanted) = (&import.name, &from.name);
    let mut problem = Problem::without_place(match is_other {
        true => text::modules_model_not_exported(wanted, name),
        false => text::modules_model_from_itself(wanted, name),
    });
    let exports: Vec<&str> = module.exports.iter().map(|export| &*export.name).collect();
    let known = match (is_other, exports.as_slice()) {
        (false, _) => text::MODULES_MODEL_FROM_ITSELF_FIX.to_owned(),
        (true, []) => text::modules_model_exports_nothing(name),
        (true, known) => text::modules_model_exports_others(name, known.join(", ")),
    };
    problem.details.push(known);
    Some(problem)
}

/// Why a module does not get an import from the main one, where it asks for that.
fn from_main(import: &Import, main: &Module, importer: u32) -> Option<Problem> {
    let asks = importer != 0 && *import.module == *MAIN && main.export(&import.name).is_some();
    asks.then(|| {
        let mut problem = Problem::without_place(text::modules_model_from_main(&import.name, MAIN));
        let fix = text::MODULES_MODEL_FROM_MAIN_FIX;
        problem.details.push(fix.to_owned());
        problem
    })
}

/// Whether the page itself has what is imported.
fn provides(import: &Import) -> bool {
    let (module, name) = (&*import.module, &*import.name);
    match &import.ty {
        ExternType::Func(ty) => console::provides(module, name, ty) || module == wasi::NAME,
        _ => false,
    }
}

/// Modules that were instantiated.
#[derive(Debug, Default)]
pub struct Instances {
    /// What is found by name.
    pub linked: host::Linked,
    /// What their start functions have printed.
    pub printed: Vec<Output>,
}

/// Why a module was not instantiated, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The number of its tab.
    pub module: u32,
    /// Why, and what to do.
    pub message: String,
}

/// Instantiates modules in a new machine, in this order, and runs what each begins with; so the
/// address of each is its place in the list. What none of them exports is made.
///
/// # Errors
///
/// Which one cannot be instantiated, and why.
pub fn instantiate(
    machine: &mut Machine,
    modules: &[Linked],
    globals: &Overrides,
) -> Result<Instances, Failed> {
    let mut instances = Instances::default();
    for Linked { id, name, program } in modules {
        let failed = |message: String| Failed {
            module: *id,
            message: format!("`{name}`: {message}"),
        };
        let module = &program.module;
        let linked = &instances.linked;
        let provided = host::provide(
            machine,
            module,
            &|machine, module, name| linked.find(machine, module, name),
            &|_| true,
            Unprovided::Make,
            globals,
        );
        let instance = provided
            .and_then(|provided| machine.instantiate(module, &provided.values))
            .map_err(|error| failed(error.to_string()))?;
        start(machine, instance, &mut instances.printed).map_err(failed)?;
        instances.linked.add(Arc::clone(name), instance);
    }
    Ok(instances)
}

/// Runs what an instance begins with, which is over before the first step.
fn start(
    machine: &mut Machine,
    instance: InstanceAddr,
    printed: &mut Vec<Output>,
) -> Result<(), String> {
    let mut calls: Vec<Call> = machine.start_call(instance).into_iter().collect();
    if imports_wasi(&machine.store().instance(instance).module, None) {
        calls.extend(wasi::first_call(machine, instance, None));
    }
    if calls.is_empty() {
        return Ok(());
    }
    machine.enter(calls).map_err(|error| error.to_string())?;
    let export = text::modules_model_export_it(MAIN);
    loop {
        let left = MOST_STARTING.saturating_sub(machine.steps());
        match machine.run_within(left, WORK) {
            Outcome::HostCall if left > 0 => {
                let Some(call) = machine.host_call() else {
                    return Ok(());
                };
                let Some((answer, output)) = console::answer(machine, &call) else {
                    let (module, name) = (&call.module, &call.name);
                    return Err(text::modules_model_start_calls(module, name, export));
                };
                printed.push(output);
                machine.answer(&answer).map_err(|error| error.to_string())?;
            }
            Outcome::Ended => break,
            Outcome::Exhausted(limit) => {
                return Err(text::modules_model_start_limit(limit.name()));
            }
            _ if left == 0 => {
                return Err(text::modules_model_start_long(export));
            }
            _ => {}
        }
    }
    match machine.status() {
        Status::Trapped(trap) => Err(text::modules_model_start_traps(trap.message(), export)),
        Status::Thrown(_) => Err(text::modules_model_start_throws(export)),
        Status::Exited(code) => Err(text::modules_model_start_exits(code)),
        _ => Ok(()),
    }
}

/// Where the instructions of all modules stand.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub(super) main: Option<Arc<Program>>,
    pub(super) linked: Vec<Linked>,
}

impl Positions for Texts {
    fn position(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)> {
        self.main.as_ref()?.place_of(code, pc)
    }

    fn elsewhere(&self, module: &Arc<Module>, code: CodeIdx, pc: u32) -> Option<Elsewhere> {
        let is = |linked: &&Linked| Arc::ptr_eq(&linked.program.module, module);
        let linked = self.linked.iter().find(is)?;
        Some(Elsewhere {
            module: Arc::clone(&linked.name),
            position: linked.program.place_of(code, pc),
        })
    }
}
