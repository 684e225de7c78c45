//! The examples of the page: their folders, and machines at the beginning of a call.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::canvas::{self, Canvas};
use wasmscope::host::console::{self, Output};
use wasmscope::host::{Overrides, Unprovided, provide};
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, InstanceAddr, Machine, MachineLimits, Value};
use wasmscope::syntax::{ExternIdx, FuncIdx, Module};

/// An example and its files.
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) module: Arc<Module>,
    /// What `about.md` says.
    pub(crate) about: String,
    /// `runs.txt`: calls, and what comes of them.
    pub(crate) runs: PathBuf,
}

/// What the page says to a call of its host, on the canvas or the console, and what of it is
/// printed.
pub(crate) fn answer(
    machine: &Machine,
    call: &HostCall,
    canvas: &mut Canvas,
) -> Option<(Answer, Option<Output>)> {
    if let Some((answer, done)) = canvas.answer(machine, call, &mut VecDeque::new()) {
        return Some((answer, done.err().map(Output::Problem)));
    }
    let (answer, output) = console::answer(machine, call)?;
    Some((answer, Some(output)))
}

/// All there are, by name.
pub(crate) fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/examples");
    let mut found: Vec<Example> = fs::read_dir(folder)
        .expect("the folder of examples can be read")
        .map(|entry| Example::read(&entry.expect("and each of its entries").path()))
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

impl Example {
    fn read(folder: &Path) -> Self {
        let name = folder.file_name().expect("it has a name");
        let name = name.to_string_lossy().into_owned();
        let read = |file: &str| {
            let text = fs::read_to_string(folder.join(file));
            text.unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
        };
        let source = read("main.wat");
        let program = load(source.as_bytes());
        let program = program.unwrap_or_else(|problems| {
            panic!("{name}: {}", problems[0].render("main.wat", &source))
        });
        Self {
            module: program.module,
            about: read("about.md"),
            runs: folder.join("runs.txt"),
            name,
        }
    }

    /// The calls that `about.md` suggests, the first one first.
    pub(crate) fn starts(&self) -> Vec<&str> {
        let line = self.about.split("**Start:**").nth(1).unwrap_or_default();
        let line = line.split("\n\n").next().unwrap_or_default();
        line.split('`').skip(1).step_by(2).collect()
    }

    /// The names of the functions that it exports.
    pub(crate) fn exports(&self) -> Vec<&str> {
        self.functions().map(|(name, _)| name).collect()
    }

    fn functions(&self) -> impl Iterator<Item = (&str, FuncIdx)> {
        self.module.exports.iter().filter_map(|export| {
            let ExternIdx::Func(func) = export.index else {
                return None;
            };
            Some((&*export.name, func))
        })
    }

    /// A machine before the first instruction of a call such as `fac 5`.
    pub(crate) fn machine(&self, call: &str) -> (Machine, InstanceAddr) {
        let mut words = call.split_whitespace();
        let export = words.next().expect("a call names an export");
        let (_, func) = self
            .functions()
            .find(|(name, _)| *name == export)
            .unwrap_or_else(|| panic!("{}: there is no export {export}", self.name));
        let params = &self.module.func_type(func).params;
        let args: Vec<Value> = (params.iter().zip(words.clone()))
            .map(|(ty, word)| {
                Value::parse(*ty, word)
                    .unwrap_or_else(|error| panic!("{}: {call}: {error}", self.name))
            })
            .collect();
        assert_eq!(words.count(), params.len(), "{}: {call}", self.name);

        let mut machine = Machine::new(MachineLimits::default());
        let provided = provide(
            &mut machine,
            &self.module,
            &|_, _, _| None,
            &|import| match &import.ty {
                wasmscope::syntax::ExternType::Func(ty) => {
                    console::provides(&import.module, &import.name, ty)
                        || canvas::provides(&import.module, &import.name, ty)
                }
                _ => false,
            },
            Unprovided::Refuse,
            &Overrides::new(),
        )
        .unwrap_or_else(|error| panic!("{}: the page does not have {error}", self.name));
        let instance = machine
            .instantiate(&self.module, &provided.values)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let Some(ExternVal::Func(func)) = machine.store().instance(instance).export(export) else {
            panic!("{}: {export} is no function", self.name);
        };
        machine.enter_call(func, &args).expect("the arguments fit");
        (machine, instance)
    }
}
